/** Quotes any text as a string literal of JavaScript, Python, Java or Go. What JSON escapes, they escape alike. */
export function quoteDouble(text: string): string {
  return JSON.stringify(text.toWellFormed()).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

/** Quotes any text as a string literal of PHP or Ruby. In single quotes only the quote and the backslash are special. */
export function quoteSingle(text: string): string {
  return `'${text.toWellFormed().replaceAll(/['\\]/g, "\\$&")}'`;
}

/** Quotes any text as a word of a POSIX shell. In single quotes only the quote itself is special. */
export function quoteShell(text: string): string {
  return `'${text.toWellFormed().replaceAll("'", `'\\''`)}'`;
}
