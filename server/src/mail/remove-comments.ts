/**
 * Replaces each comment in a structured field's text by a blank (RFC 5322 §3.2.2). Comments nest. An unclosed comment ends with
 * the text. A parenthesis in a quoted string does not begin a comment.
 */
export function removeComments(text: string): string {
  if (!text.includes("(")) return text;
  let plain = "";
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at);
    if (letter === "\\") {
      if (depth === 0) plain += text.slice(at, at + 2);
      at++;
    } else if (isQuoted || (letter === '"' && depth === 0)) {
      if (letter === '"') isQuoted = !isQuoted;
      plain += letter;
    } else if (letter === "(") {
      if (depth++ === 0) plain += " ";
    } else if (letter === ")" && depth > 0) depth--;
    else if (depth === 0) plain += letter;
  }
  return plain;
}
