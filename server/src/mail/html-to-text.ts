import { collapseSpaces } from "./encoded-words.ts";
import { walkHtml } from "./walk-html.ts";

/** Elements that begin and end on a line of their own. */
const BLOCK_ELEMENTS = new Set(
  "address article aside blockquote br center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td th tr ul".split(
    " ",
  ),
);

/** Characters that mailers pad preheaders with: zero-width marks, soft hyphens. The zero-width joiner stays: emoji need it. */
const INVISIBLE_CHARACTERS = /\u034f|\u200b|\u200c|\u00ad|\ufeff/g;

export interface HtmlToTextOptions {
  /** Length of the text at which reading stops, in UTF-16 code units. */
  readonly limit?: number;
  /** Writes the target of a link after its text, unless that is the target. */
  readonly withLinks?: boolean;
}

/** Returns the visible text of HTML: one line per block, blanks collapsed. */
export function htmlToText(
  html: string,
  { limit = Number.POSITIVE_INFINITY, withLinks = false }: HtmlToTextOptions = {},
): string {
  let text = "";
  let isLineEmpty = true;
  const breakLine = (name: string) => {
    if (isLineEmpty || !BLOCK_ELEMENTS.has(name)) return;
    text += "\n";
    isLineEmpty = true;
  };
  /** The open link: its target, and where its text begins. */
  let link: { readonly target: string; readonly start: number } | undefined;
  const endLink = () => {
    if (link !== undefined && text.slice(link.start).trim() !== link.target) {
      text += ` ( ${link.target} )`;
      isLineEmpty = false;
    }
    link = undefined;
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
      open(name, attributes) {
        breakLine(name);
        if (!withLinks || name !== "a") return;
        endLink();
        const target = attributes().get("href")?.trim() ?? "";
        if (target !== "" && !target.startsWith("#")) link = { target, start: text.length };
      },
      close(name) {
        if (name === "a") endLink();
        breakLine(name);
      },
    },
    () => text.length > limit,
  );
  return text.split("\n").map(collapseSpaces).join("\n").trim();
}
