import { Copy } from "lucide-react";
import { memo, use, useLayoutEffect, useMemo, useRef } from "react";
import { routeTo } from "../app/router.ts";
import { formatCount } from "../model/format.ts";
import { marksIn, splitAt, wordsInText } from "../search/marks.ts";
import { useWords } from "../search/use-words.ts";
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
  const words = useWords(wordsInText);
  const marks = useMemo(() => marksIn(blocks, words), [blocks, words]);
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
          <Block key={at} text={block} words={words} marks={marks[at] ?? 0} />
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

interface BlockProps {
  text: string;
  words: readonly string[];
  marks: number;
}

const Block = memo(function Block({ text, words, marks }: BlockProps) {
  return (
    <pre className="text-block">
      {cut(text, words, marks).map(({ href, pieces }, at) =>
        href === undefined ? (
          <Words key={at} pieces={pieces} />
        ) : (
          <a key={at} href={href} target="_blank" rel="noopener noreferrer">
            <Words pieces={pieces} />
          </a>
        ),
      )}
    </pre>
  );
});

/** A block cut at its addresses, and these and what is between them at so many words. */
function cut(text: string, words: readonly string[], marks: number) {
  let left = marks;
  return linkify(text).map(({ text, href }) => {
    const pieces = splitAt(text, words, left);
    left -= pieces.length >> 1;
    return { href, pieces };
  });
}

/** Text as it is, with the words marked: what it hides is told beside it. */
function Words({ pieces }: { pieces: readonly string[] }) {
  return pieces.map((piece, at) => (at % 2 === 1 ? <mark key={at}>{piece}</mark> : piece));
}
