/**
 * Characters that a terminal would execute, or that change the direction or the lines of the text around them: C0 and C1
 * controls, line and paragraph separators, and the marks of bidirectional text.
 */
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Makes received text safe to print on one line of a terminal: controls appear as `\x1b` or `\u202e`. */
export function toTerminalText(text: string): string {
  return text.replace(CONTROLS, (control) => {
    const code = control.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code.padStart(4, "0")}` : `\\x${code.padStart(2, "0")}`;
  });
}
