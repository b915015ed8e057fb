import { oneSpaced } from "./encoded-words.ts";
import { walkHtml } from "./html-walk.ts";

/** Elements that begin and end on a line of their own. */
const BLOCKS = new Set(
  "address article aside blockquote br center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td th tr ul".split(
    " ",
  ),
);

/** What mailers fill their preheaders with: joiners, soft hyphens, marks without width. */
const INVISIBLE = /\u034f|\u200b|\u200c|\u200d|\u00ad|\ufeff/g;

/**
 * What a person would read of HTML, a line for each block, with single blanks.
 *
 * @param limit length of the text after which it stops
 */
export function htmlToText(html: string, limit: number = Number.POSITIVE_INFINITY): string {
  let text = "";
  const breakLine = (name: string) => {
    if (BLOCKS.has(name)) text += "\n";
  };
  walkHtml(
    html,
    {
      text(piece) {
        text += piece.replace(/\s{2,}|[^\S ]/g, " ");
      },
      open: breakLine,
      close: breakLine,
    },
    () => text.length > limit,
  );
  return text
    .replace(INVISIBLE, "")
    .split("\n")
    .map(oneSpaced)
    .filter((line) => line !== "")
    .join("\n");
}
