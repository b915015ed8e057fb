/** UTF-16 code units up to which a text is looked for by `includes`, whose time is then linear in practice. */
export const MAX_DIRECT_NEEDLE = 200;

/**
 * Whether a text holds another one, in time linear in both lengths. V8's own search takes time proportional to their product
 * where the wanted text is long and nearly repeats itself: 300 ms for 2,000 characters in 512 KiB.
 */
export function containsText(text: string, wanted: string): boolean {
  return wanted.length <= MAX_DIRECT_NEEDLE ? text.includes(wanted) : containsLong(text, wanted);
}

/** Knuth, Morris and Pratt: after a mismatch it continues with the longest beginning of `wanted` that was just read. */
function containsLong(text: string, wanted: string): boolean {
  const borders = bordersOf(wanted);
  let matched = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    while (matched > 0 && wanted.charCodeAt(matched) !== unit) matched = borders[matched - 1] ?? 0;
    if (wanted.charCodeAt(matched) === unit) matched++;
    if (matched === wanted.length) return true;
  }
  return false;
}

/** For each length less one: how many units at its end are also the beginning of `wanted`. */
function bordersOf(wanted: string): Uint16Array {
  const borders = new Uint16Array(wanted.length);
  let matched = 0;
  for (let at = 1; at < wanted.length; at++) {
    const unit = wanted.charCodeAt(at);
    while (matched > 0 && wanted.charCodeAt(matched) !== unit) matched = borders[matched - 1] ?? 0;
    if (wanted.charCodeAt(matched) === unit) matched++;
    borders[at] = matched;
  }
  return borders;
}
