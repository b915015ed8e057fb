import { collapseSpaces } from "./encoded-words.ts";
import { walkHtml } from "./walk-html.ts";

/** Elements that begin and end on a line of their own. */
const BLOCK_ELEMENTS = new Set(
  "address article aside blockquote br center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td th tr ul".split(
    " ",
  ),
);

/** What mailers fill their preheaders with: marks without width, soft hyphens. Not the joiner, which makes one emoji of several. */
const INVISIBLE_CHARACTERS = /\u034f|\u200b|\u200c|\u00ad|\ufeff/g;

/**
 * What a person would read of HTML, a line for each block, with single blanks.
 *
 * @param limit length of the text after which it stops
 */
export function htmlToText(html: string, limit: number = Number.POSITIVE_INFINITY): string {
  let text = "";
  let isLineEmpty = true;
  const breakLine = (name: string) => {
    if (isLineEmpty || !BLOCK_ELEMENTS.has(name)) return;
    text += "\n";
    isLineEmpty = true;
  };
  walkHtml(
    html,
    {
      text(piece) {
        const shown = piece.replace(INVISIBLE_CHARACTERS, "").replace(/\s{2,}|[^\S ]/g, " ");
        if (shown === "" || (isLineEmpty && shown === " ")) return;
        text += shown;
        isLineEmpty = false;
      },
      open: breakLine,
      close: breakLine,
    },
    () => text.length > limit,
  );
  return text.split("\n").map(collapseSpaces).join("\n").trim();
}
