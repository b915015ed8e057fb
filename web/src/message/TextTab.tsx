import { memo, use, useLayoutEffect, useMemo, useRef } from "react";
import { loadMessage } from "../data/load-message.ts";
import { routeTo } from "../data/router.ts";
import { useSearchWords } from "../data/use-search-words.ts";
import { formatCount } from "../model/format.ts";
import { countHighlights, searchWordsInText, splitAtWords } from "../model/highlight.ts";
import { Button } from "../ui/Button.tsx";
import { copyToClipboard } from "../ui/copy-to-clipboard.ts";
import { Copy } from "../ui/icons.tsx";
import { RouteLink } from "../ui/RouteLink.tsx";
import { linkify, splitIntoBlocks } from "./linkify.ts";
import { OneTimeCodes } from "./OneTimeCodes.tsx";
import { UnreadableLink } from "./ReasonLink.tsx";
import "./text-tab.css";

/** Maximum characters shown; the source shows all of them. */
const MAX_SHOWN_CHARACTERS = 1_000_000;
const BLOCK_LINES = 100;

/** The text part, with its links and codes. */
export function TextTab({ id }: { id: string }) {
  const { text, hasHtml } = use(loadMessage(id));
  const blocks = useMemo(
    () => splitIntoBlocks((text ?? "").slice(0, MAX_SHOWN_CHARACTERS).replaceAll("\r\n", "\n"), BLOCK_LINES),
    [text],
  );
  const words = useSearchWords(searchWordsInText);
  const marks = useMemo(() => countHighlights(blocks, words), [blocks, words]);
  const body = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (text !== null) scrollToFirstHighlight(body.current);
  }, [text]);
  if (text === null || text === "") return <NoText id={id} isEmpty={text === ""} hasHtml={hasHtml} />;
  return (
    <>
      <div className="panel-bar">
        <span>{formatCount(text.length)} characters</span>
        <OneTimeCodes id={id} />
        <UnreadableLink id={id} text={text} />
        <span className="is-end" />
        <Button size="small" kind="plain" onClick={() => void copyToClipboard(text, "Text")}>
          <Copy size={13} /> Copy
        </Button>
      </div>
      <div ref={body} className="panel-body text" tabIndex={0} role="region" aria-label="Text" data-testid="text">
        {blocks.map((block, at) => (
          <TextBlock key={at} text={block} words={words} marks={marks[at] ?? 0} />
        ))}
        {text.length > MAX_SHOWN_CHARACTERS && (
          <p>
            The first {formatCount(MAX_SHOWN_CHARACTERS)} characters;{" "}
            <RouteLink to={routeTo({ id, tab: "source" })}>the source has all</RouteLink>.
          </p>
        )}
      </div>
    </>
  );
}

/** Says why no text is shown, and where the content of the message is. */
function NoText({ id, isEmpty, hasHtml }: { id: string; isEmpty: boolean; hasHtml: boolean }) {
  return (
    <p className="panel-note">
      {isEmpty ? "The text of this message is empty." : "This message has no text part."}{" "}
      {hasHtml ? (
        <>
          Its HTML is under <RouteLink to={routeTo({ id, tab: "preview" })}>Preview</RouteLink>.
        </>
      ) : (
        <>
          Its content is under <RouteLink to={routeTo({ id, tab: "parts" })}>Parts</RouteLink> and{" "}
          <RouteLink to={routeTo({ id, tab: "source" })}>Source</RouteLink>.
        </>
      )}
    </p>
  );
}

/** Scrolls the first match to the middle, unless it is already visible at the top. */
function scrollToFirstHighlight(pane: HTMLElement | null): void {
  const mark = pane?.querySelector("mark");
  if (!pane || !mark) return;
  // Twice, because content above is measured only once it is near.
  for (let times = 0; times < 2; times++) {
    const { top } = mark.getBoundingClientRect();
    pane.scrollTop += top - pane.getBoundingClientRect().top - pane.clientHeight / 2;
  }
}

interface TextBlockProps {
  text: string;
  words: readonly string[];
  marks: number;
}

const TextBlock = memo(function Block({ text, words, marks }: TextBlockProps) {
  return (
    <pre className="text-block">
      {splitBlock(text, words, marks).map(({ href, pieces }, at) =>
        href === undefined ? (
          <HighlightedPieces key={at} pieces={pieces} />
        ) : (
          <a key={at} href={href} target="_blank" rel="noopener noreferrer">
            <HighlightedPieces pieces={pieces} />
          </a>
        ),
      )}
    </pre>
  );
});

/** Splits a block at its links, and these pieces at the search words. */
function splitBlock(text: string, words: readonly string[], marks: number) {
  let remaining = marks;
  return linkify(text).map(({ text, href }) => {
    const pieces = splitAtWords(text, words, remaining);
    remaining -= pieces.length >> 1;
    return { href, pieces };
  });
}

/** Text with hidden characters made visible and the words highlighted. */
function HighlightedPieces({ pieces }: { pieces: readonly string[] }) {
  return pieces.map((piece, at) => (at % 2 === 1 ? <mark key={at}>{piece}</mark> : piece));
}
