import { type CSSToken, TokenType, tokenizer } from "@csstools/css-tokenizer";
import { colord, extend } from "colord";
import namesPlugin from "colord/plugins/names";

extend([namesPlugin]);

/**
 * How a mail client makes a mail dark that has no dark mode. `partial`: light backgrounds become dark and dark text
 * light; what is dark already stays (Gmail). `full`: every colour is inverted, so that dark backgrounds become light
 * (Outlook on Windows).
 */
export type Inversion = "partial" | "full";

/** What a colour is used for. Lines are treated like backgrounds. */
type ColorUse = "background" | "text";

/** Lightness (0 to 100) from which a colour is light. */
const MIDDLE_LIGHTNESS = 50;
/** The range of lightness of inverted colours: neither pure black nor pure white. */
const DARKEST = 11;
const LIGHTEST = 95;

/**
 * Inverts a colour as a client does: its lightness is mirrored, its hue stays. Returns what was written if it is no
 * colour, or stays as it is.
 */
export function invertColor(written: string, use: ColorUse, inversion: Inversion): string {
  const value = written.trim();
  const color = colord(/^[0-9a-f]{6}$/i.test(value) ? `#${value}` : value);
  if (!color.isValid() || color.alpha() === 0) return written;
  const { h, s, l, a } = color.toHsl();
  const isLight = l >= MIDDLE_LIGHTNESS;
  if (inversion === "partial" && isLight !== (use === "background")) return written;
  return colord({ h, s, l: DARKEST + ((100 - l) / 100) * (LIGHTEST - DARKEST), a }).toHex();
}

/** Inverts the colours of a style sheet, or of the declarations of a `style` attribute. */
export function invertCss(css: string, inversion: Inversion): string {
  const out: string[] = [];
  const scope = { property: "", isValue: false };
  /** The text of a colour function that is not closed yet, and the depth of its brackets. */
  let call = "";
  let depth = 0;
  const tokens = tokenizer({ css });
  while (!tokens.endOfFile()) {
    const token = tokens.nextToken();
    if (depth > 0) {
      call += token[1];
      depth += bracketStep(token);
      if (depth === 0) out.push(invertColor(call, useOf(scope.property), inversion));
      continue;
    }
    if (scope.isValue && token[0] === TokenType.Function && /^(?:rgb|hsl)a?$/i.test(token[4].value)) {
      [call, depth] = [token[1], 1];
      continue;
    }
    followScope(scope, token);
    const isColor = token[0] === TokenType.Hash || token[0] === TokenType.Ident;
    out.push(
      scope.isValue && isColor && COLOR_PROPERTY.test(scope.property)
        ? invertColor(token[1], useOf(scope.property), inversion)
        : token[1],
    );
  }
  return out.join("") + (depth > 0 ? call : "");
}

const COLOR_PROPERTY =
  /^(?:-webkit-text-fill-color|(?:background|border|outline|color|text-decoration|fill|stroke)\b)/i;

const useOf = (property: string): ColorUse =>
  /^(?:background|border|outline)/i.test(property) ? "background" : "text";

/** Follows which property a token is part of. A selector has no property, although `a:hover` looks like one. */
function followScope(scope: { property: string; isValue: boolean }, token: CSSToken): void {
  switch (token[0]) {
    case TokenType.Ident:
      if (!scope.isValue) scope.property = token[4].value;
      break;
    case TokenType.Colon:
      scope.isValue = scope.property !== "";
      break;
    case TokenType.Semicolon:
    case TokenType.OpenCurly:
    case TokenType.CloseCurly:
      scope.property = "";
      scope.isValue = false;
      break;
    default:
  }
}

function bracketStep([type]: CSSToken): number {
  if (type === TokenType.Function || type === TokenType.OpenParen) return 1;
  return type === TokenType.CloseParen ? -1 : 0;
}

/** Attributes that are colours (HTML §15.3), with what they colour. */
const COLOR_ATTRIBUTES: Readonly<Record<string, ColorUse>> = {
  bgcolor: "background",
  color: "text",
  text: "text",
  link: "text",
  vlink: "text",
  alink: "text",
};

/** Inverts the colours in the attributes of an element. */
export function invertAttributes(
  attributes: Readonly<Record<string, string>>,
  inversion: Inversion,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => {
      if (name === "style") return [name, invertCss(value, inversion)];
      const use = COLOR_ATTRIBUTES[name];
      return [name, use === undefined ? value : invertColor(value, use, inversion)];
    }),
  );
}
