import { tagHue } from "../model/tag-hue.ts";
import "./tag-label.css";

/** The dot of a tag, in the tag's colour. */
export function TagDot({ tag }: { tag: string }) {
  return <span className="tag-dot" data-hue={tagHue(tag)} aria-hidden />;
}

/** The name of a tag, in the tag's colour. */
export function TagLabel({ tag }: { tag: string }) {
  return (
    <span className="tag-label" data-hue={tagHue(tag)}>
      {tag}
    </span>
  );
}
