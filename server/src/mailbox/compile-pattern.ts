/**
 * Compiles a pattern into a test. `*` matches any run of characters; case does not matter. Each literal between stars is
 * searched for once, after the previous one, because a rule may be tried for 10,000 recipients in one turn.
 */
export function compilePattern(pattern: string): (text: string) => boolean {
  const [first = "", ...others] = pattern.toLowerCase().split("*");
  const last = others.pop();
  if (last === undefined) return (text) => text.toLowerCase() === first;
  const pieces = others.filter((piece) => piece !== "");
  return (text) => {
    const lowerText = text.toLowerCase();
    if (!lowerText.startsWith(first)) return false;
    let offset = first.length;
    for (const piece of pieces) {
      const found = lowerText.indexOf(piece, offset);
      if (found < 0) return false;
      offset = found + piece.length;
    }
    return lowerText.length - last.length >= offset && lowerText.endsWith(last);
  };
}
