import { Copy } from "lucide-react";
import { memo, use, useMemo } from "react";
import { routeTo } from "../app/router.ts";
import { formatCount } from "../model/format.ts";
import { Button } from "../ui/Button.tsx";
import { copy } from "../ui/copy.ts";
import { Link } from "../ui/Link.tsx";
import { Codes } from "./Codes.tsx";
import { blocksOf, linkify } from "./linkify.ts";
import { loadMessage } from "./load.ts";
import { Unreadable } from "./Why.tsx";
import "./text.css";

/** Characters that are shown here; the source shows all of them, row by row. */
const MOST = 1_000_000;
const BLOCK = 100;

/** The text part, and what the message offers to be used: its links and codes. */
export function TextRoom({ id }: { id: string }) {
  const { text, hasHtml } = use(loadMessage(id));
  const blocks = useMemo(() => blocksOf((text ?? "").slice(0, MOST).replaceAll("\r\n", "\n"), BLOCK), [text]);
  if (text === null || text === "") {
    return (
      <p className="room-note">
        {hasHtml ? "This message has no text part: only its HTML, under Preview." : "This message has no text at all."}
      </p>
    );
  }
  return (
    <>
      <div className="room-bar">
        <span>{formatCount(text.length)} characters</span>
        <Codes id={id} />
        <Unreadable id={id} text={text} />
        <span className="is-end" />
        <Button size="small" kind="plain" onClick={() => void copy(text, "Text")}>
          <Copy size={13} aria-hidden /> Copy
        </Button>
      </div>
      <div className="room-body text" tabIndex={0} role="region" aria-label="Text" data-testid="text">
        {blocks.map((block, at) => (
          <Block key={at} text={block} />
        ))}
        {text.length > MOST && (
          <p>
            The first {formatCount(MOST)} characters;{" "}
            <Link to={routeTo({ id, tab: "source" })}>the source has all</Link>.
          </p>
        )}
      </div>
    </>
  );
}

const Block = memo(function Block({ text }: { text: string }) {
  return (
    <pre className="text-block">
      {linkify(text).map((piece, at) =>
        piece.href === undefined ? (
          piece.text
        ) : (
          <a key={at} href={piece.href} target="_blank" rel="noopener noreferrer">
            {piece.text}
          </a>
        ),
      )}
    </pre>
  );
});
