import { type CSSToken, tokenizer } from "@csstools/css-tokenizer";

/**
 * Yields the tokens of CSS (CSS Syntax §4) without the end-of-file token. Malformed input gives tokens too. One token is in memory at a
 * time: a megabyte of CSS has up to a million.
 */
export function* tokenizeCss(css: string): Generator<CSSToken> {
  const source = tokenizer({ css });
  while (!source.endOfFile()) {
    const token = withoutStackTraces(() => source.nextToken());
    if (token[2] >= 0) yield token;
  }
}

/** The tokenizer creates an error for malformed input; capturing stack traces would cost ten times the rest. */
function withoutStackTraces<Result>(run: () => Result): Result {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return run();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
