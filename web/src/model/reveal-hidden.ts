// oxlint-disable-next-line no-control-regex -- matches control characters
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Makes invisible characters visible: C0 controls and DEL as Unicode control pictures; C1, zero-width and direction
 * marks by their code. So a name that hides or reverses letters is recognisable.
 */
export function revealHidden(text: string): string {
  return text.replace(INVISIBLE, (character) => {
    const code = character.charCodeAt(0);
    if (code === 0x7f) return "␡";
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
  });
}
