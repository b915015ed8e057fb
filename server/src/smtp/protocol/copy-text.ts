/** Characters per call of `String.fromCharCode`, which receives each one as an argument. */
const CHARACTERS_PER_CALL = 1024;

/** Copies a string. V8 implements a slice as a reference to the original string, and so keeps all of that in memory. */
export function copyText(text: string): string {
  let copy = "";
  for (let at = 0; at < text.length; at += CHARACTERS_PER_CALL) {
    const codes = Array.from({ length: Math.min(CHARACTERS_PER_CALL, text.length - at) }, (_, index) =>
      text.charCodeAt(at + index),
    );
    copy += String.fromCharCode(...codes);
  }
  return copy;
}
