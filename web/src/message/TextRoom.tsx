import { Copy } from "lucide-react";
import { memo, use, useLayoutEffect, useMemo, useRef } from "react";
import { routeTo } from "../app/router.ts";
import { formatCount } from "../model/format.ts";
import { splitAt } from "../search/marks.ts";
import { useTextWords } from "../search/use-words.ts";
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
/** Marks are drawn from the first on, up to the block in which they are so many. */
const MOST_MARKS = 2_000;
const NO_WORDS: readonly string[] = [];

/** The text part, and what the message offers to be used: its links and codes. */
export function TextRoom({ id }: { id: string }) {
  const { text, hasHtml } = use(loadMessage(id));
  const blocks = useMemo(() => blocksOf((text ?? "").slice(0, MOST).replaceAll("\r\n", "\n"), BLOCK), [text]);
  const words = useTextWords();
  const marked = useMemo(() => markedBlocks(blocks, words), [blocks, words]);
  const body = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (text !== null) showFirstMark(body.current);
  }, [text]);
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
      <div ref={body} className="room-body text" tabIndex={0} role="region" aria-label="Text" data-testid="text">
        {blocks.map((block, at) => (
          <Block key={at} text={block} words={at < marked ? words : NO_WORDS} />
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

/** How many blocks are looked at for words. */
function markedBlocks(blocks: readonly string[], words: readonly string[]): number {
  let marks = 0;
  const last = blocks.findIndex((block) => (marks += splitAt(block, words).length >> 1) > MOST_MARKS);
  return last < 0 ? blocks.length : last + 1;
}

/** Brings what was searched for to the middle of the room, where it is not seen at the top already. */
function showFirstMark(room: HTMLElement | null): void {
  const mark = room?.querySelector("mark");
  if (!room || !mark) return;
  // Twice: what lies above is measured only when it is near.
  for (let times = 0; times < 2; times++) {
    const { top } = mark.getBoundingClientRect();
    room.scrollTop += top - room.getBoundingClientRect().top - room.clientHeight / 2;
  }
}

const Block = memo(function Block({ text, words }: { text: string; words: readonly string[] }) {
  return (
    <pre className="text-block">
      {linkify(text).map((piece, at) =>
        piece.href === undefined ? (
          <Words key={at} text={piece.text} words={words} />
        ) : (
          <a key={at} href={piece.href} target="_blank" rel="noopener noreferrer">
            <Words text={piece.text} words={words} />
          </a>
        ),
      )}
    </pre>
  );
});

/** Text as it is, with the words marked: what it hides is told beside it. */
function Words({ text, words }: { text: string; words: readonly string[] }) {
  if (words.length === 0) return text;
  return splitAt(text, words).map((piece, at) => (at % 2 === 1 ? <mark key={at}>{piece}</mark> : piece));
}
