import { type CSSToken, TokenType, tokenizer } from "@csstools/css-tokenizer";

/** Returns the replacement of a reference; undefined removes it. */
export type ResolveReference = (reference: string) => string | undefined;

/** Functions whose strings are references (CSS Values §4.5, CSS Images §2.4). */
const URL_FUNCTIONS = new Set(["url", "src", "image", "image-set", "-webkit-image-set"]);
/** Functions allowed inside those: none that inserts a string from elsewhere, as `var()` does. */
const ALLOWED_IN_URL_FUNCTION =
  /^(?:url|src|image|(?:-webkit-)?image-set|type|calc|(?:repeating-)?(?:linear|radial|conic)-gradient)$/;

/** An open block: the token that closes it, and whether its strings are references. */
interface OpenBlock {
  readonly end: ")" | "]" | "}";
  readonly takesUrl: boolean;
}

/**
 * Sanitizes a style sheet, or the declarations of a `style` attribute: each reference is passed through `resolve`
 * once, and nothing in the result closes the surrounding element. The CSS is tokenized as browsers do it (CSS Syntax
 * §4), so that the content of a string is never taken for a rule, nor a rule for a string. Blocks that are left open
 * are closed.
 */
export function sanitizeCss(css: string, resolve: ResolveReference): string {
  const sanitized: string[] = [];
  const open: OpenBlock[] = [];
  /** Index in `sanitized` of an import whose reference comes next. */
  let importAt: number | undefined;

  const reference = (requested: string): string => {
    const allowed = resolve(requested.trim());
    if (allowed !== undefined && importAt !== undefined) sanitized[importAt] = "@import";
    importAt = undefined;
    return allowed ?? "";
  };
  const serialize = (token: CSSToken): string => {
    const within = open.at(-1);
    switch (token[0]) {
      case TokenType.String: {
        const isReference = importAt !== undefined || within?.takesUrl === true;
        return quoteCssString(isReference ? reference(token[4].value) : token[4].value);
      }
      case TokenType.URL: {
        const url = reference(token[4].value);
        return url === "" ? "url()" : `url(${quoteCssString(url)})`;
      }
      case TokenType.Function: {
        const name = token[4].value.toLowerCase();
        open.push({ end: ")", takesUrl: URL_FUNCTIONS.has(name) });
        return within?.takesUrl && !ALLOWED_IN_URL_FUNCTION.test(name) ? "-blocked(" : token[1];
      }
      case TokenType.AtKeyword:
        if (token[4].value.toLowerCase() !== "import") return token[1];
        importAt = sanitized.length;
        // Browsers skip an unknown rule up to the same end as an import.
        return "@-blocked";
      case TokenType.OpenParen:
      case TokenType.OpenSquare:
      case TokenType.OpenCurly:
        open.push({ end: closingBracket(token), takesUrl: false });
        return token[1];
      case TokenType.CloseParen:
      case TokenType.CloseSquare:
      case TokenType.CloseCurly:
        if (token[1] === within?.end) open.pop();
        return token[1];
      case TokenType.Comment:
        return "/**/";
      case TokenType.BadURL:
        return "url()";
      case TokenType.BadString:
        return '""';
      case TokenType.CDO:
      case TokenType.CDC:
        return " ";
      default:
        return token[1];
    }
  };

  runWithoutStackTraces(() => {
    const tokens = tokenizer({ css: stripTrailingEscape(css) });
    while (!tokens.endOfFile()) {
      const token = tokens.nextToken();
      if (!MAY_PRECEDE_REFERENCE.has(token[0])) importAt = undefined;
      sanitized.push(serialize(token));
    }
  });
  for (const { end } of open.reverse()) sanitized.push(end);
  return sanitized.join("").replace(/<(?=[/!])/g, "\\3c ");
}

/** An escape at the very end would escape the text after the sheet. */
function stripTrailingEscape(css: string): string {
  let end = css.length;
  while (css[end - 1] === "\\") end -= 1;
  return css.slice(0, end);
}

/** The tokenizer throws an error for malformed input; capturing stack traces would cost ten times the rest. */
function runWithoutStackTraces(read: () => void): void {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    read();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

const closingBracket = ([type]: CSSToken): OpenBlock["end"] =>
  type === TokenType.OpenParen ? ")" : type === TokenType.OpenSquare ? "]" : "}";

/** Tokens that may precede the reference of an import. */
const MAY_PRECEDE_REFERENCE: ReadonlySet<TokenType> = new Set([
  TokenType.Whitespace,
  TokenType.Comment,
  TokenType.Function,
  TokenType.URL,
  TokenType.String,
]);

/** Quotes a CSS string (CSS Syntax §4.3.5) so that nothing in it can end the string or the surrounding element. */
function quoteCssString(value: string): string {
  return `"${value.replace(/["\\\n\r\f<>]/g, (char) => `\\${char.charCodeAt(0).toString(16)} `)}"`;
}
