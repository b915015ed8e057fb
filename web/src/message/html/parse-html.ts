import type { Tree } from "@lezer/common";
import { highlightTree, tagHighlighter, tags } from "@lezer/highlight";
import { parser } from "@lezer/html";

/** HTML beyond this many UTF-16 code units is shown without colours. */
const MAX_PARSED_LENGTH = 4_000_000;
/** Milliseconds of parsing before the event loop gets a turn. */
const SLICE_MS = 8;

const highlighter = tagHighlighter([
  { tag: [tags.tagName, tags.angleBracket], class: "tag" },
  { tag: tags.attributeName, class: "attribute" },
  { tag: [tags.attributeValue, tags.character], class: "value" },
  { tag: [tags.blockComment, tags.documentMeta, tags.processingInstruction], class: "comment" },
]);

/** Parses HTML in slices, so that the page stays responsive. Undefined if it was aborted. */
export async function parseHtml(html: string, signal: AbortSignal): Promise<Tree | undefined> {
  const parse = parser.startParse(html);
  if (html.length > MAX_PARSED_LENGTH) parse.stopAt(MAX_PARSED_LENGTH);
  let sliceStart = performance.now();
  for (;;) {
    const tree = parse.advance();
    if (tree !== null) return tree;
    if (performance.now() - sliceStart < SLICE_MS) continue;
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return undefined;
    sliceStart = performance.now();
  }
}

/** A piece of a row: plain text, or a token of the syntax. */
export interface CodePiece {
  readonly start: number;
  readonly end: number;
  readonly token: string | undefined;
}

/** Splits a range of the HTML into its tokens. */
export function listTokens(tree: Tree | undefined, start: number, end: number): CodePiece[] {
  if (tree === undefined) return [{ start, end, token: undefined }];
  const pieces: CodePiece[] = [];
  let at = start;
  const addPlain = (to: number) => {
    if (to > at) pieces.push({ start: at, end: to, token: undefined });
  };
  highlightTree(
    tree,
    highlighter,
    (from, to, token) => {
      const tokenStart = Math.max(from, at);
      const tokenEnd = Math.min(to, end);
      if (tokenEnd <= tokenStart) return;
      addPlain(tokenStart);
      pieces.push({ start: tokenStart, end: tokenEnd, token });
      at = tokenEnd;
    },
    start,
    end,
  );
  addPlain(end);
  return pieces;
}
