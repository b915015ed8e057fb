/**
 * Whether `text` is what `pattern` says, where `*` stands for any run of characters and case does not matter.
 * Goes back to the last star only, so that no pattern takes longer than the product of both lengths.
 */
export function matchesPattern(text: string, pattern: string): boolean {
  const letters = text.toLowerCase();
  const wanted = pattern.toLowerCase();
  let at = 0;
  let letter = 0;
  let star = -1;
  let resume = 0;
  while (letter < letters.length) {
    if (at < wanted.length && wanted[at] === "*") {
      star = at++;
      resume = letter;
    } else if (at < wanted.length && wanted[at] === letters[letter]) {
      at++;
      letter++;
    } else if (star >= 0) {
      at = star + 1;
      letter = ++resume;
    } else {
      return false;
    }
  }
  while (wanted[at] === "*") at++;
  return at === wanted.length;
}
