import { tagHue } from "../model/tag-hue.ts";
import "./tag-label.css";

/** The dot of a tag, in the tag's colour. */
export function TagDot({ tag }: { tag: string }) {
  return <span className="tag-dot" data-hue={tagHue(tag)} aria-hidden />;
}

/** Longer names are cut, in characters. */
const MAX_LENGTH = 24;

/** The name of a tag, in the tag's colour. */
export function TagLabel({ tag }: { tag: string }) {
  return (
    <span className="tag-label" data-hue={tagHue(tag)} title={tag.length > MAX_LENGTH ? tag : undefined}>
      {tag.length > MAX_LENGTH ? `${tag.slice(0, MAX_LENGTH)}…` : tag}
    </span>
  );
}
