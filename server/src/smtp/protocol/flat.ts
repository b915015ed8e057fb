/** Characters that are copied by one call, which passes each as an argument. */
const STEP = 1024;

/** The same text in memory of its own. A slice refers to the text that it was taken from, and keeps all of that alive. */
export function flat(text: string): string {
  let copy = "";
  for (let at = 0; at < text.length; at += STEP) {
    const codes = Array.from({ length: Math.min(STEP, text.length - at) }, (_, index) => text.charCodeAt(at + index));
    copy += String.fromCharCode(...codes);
  }
  return copy;
}
