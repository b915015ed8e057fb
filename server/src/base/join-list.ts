/** “a”, “a and b”, “a, b and c”. */
export const joinList = (texts: readonly string[], conjunction: "and" | "or"): string =>
  texts.join(", ").replace(/, ([^,]*)$/, ` ${conjunction} $1`);
