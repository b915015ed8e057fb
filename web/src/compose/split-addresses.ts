/** Splits a list of addresses at commas, semicolons and line ends, but not inside quotes or angle brackets. */
export function splitAddresses(text: string): string[] {
  const found: string[] = [];
  let current = "";
  let end: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (end === undefined && /[,;\n]/.test(character)) {
      found.push(current);
      current = "";
      continue;
    }
    current += character;
    if (character === "\\" && end === '"') current += text.charAt(++at);
    else if (character === end) end = undefined;
    else if (end === undefined && character === '"') end = '"';
    else if (end === undefined && character === "<") end = ">";
  }
  return [...found, current].map((address) => address.trim()).filter((address) => address !== "");
}
