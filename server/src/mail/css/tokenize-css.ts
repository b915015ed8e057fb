import { type CSSToken, tokenizer } from "@csstools/css-tokenizer";

/** Yields the tokens of CSS (CSS Syntax §4) without the end-of-file token. Malformed input gives tokens too. */
export function tokenizeCss(css: string): CSSToken[] {
  const tokens: CSSToken[] = [];
  const { stackTraceLimit } = Error;
  // The tokenizer creates an error for malformed input; capturing stack traces would cost ten times the rest.
  Error.stackTraceLimit = 0;
  try {
    const source = tokenizer({ css });
    while (!source.endOfFile()) {
      const token = source.nextToken();
      if (token[2] >= 0) tokens.push(token);
    }
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
  return tokens;
}
