import type { CSSToken } from "@csstools/css-tokenizer";
import { readDeclarations } from "../../css/read-css.ts";

/** The declarations of a `style` attribute: values in lower case, by property. The last one with a name counts. */
export type InlineStyle = ReadonlyMap<string, string>;

const NO_STYLE: InlineStyle = new Map();

/** Reads `style` attributes. Templates repeat them, so each text is read once. */
export class InlineStyleReader {
  readonly #known = new Map<string, InlineStyle>();

  read(css: string | undefined): InlineStyle {
    if (css === undefined) return NO_STYLE;
    const known = this.#known.get(css);
    if (known !== undefined) return known;
    const style = new Map<string, string>();
    readDeclarations(css, {
      declaration: ({ property, value }) => void style.set(property, toText(value)),
    });
    this.#known.set(css, style);
    return style;
  }
}

/** Returns tokens as text in lower case, without comments. */
export function toText(tokens: readonly CSSToken[]): string {
  return tokens
    .map(([, text]) => text)
    .join("")
    .toLowerCase();
}
