/** Number of hues in tag-label.css. */
const HUES = 10;

/** Returns the hue of a tag, 0 to 9: always the same for the same name, whatever its case. */
export function tagHue(tag: string): number {
  let hash = 0;
  for (const character of tag.toLowerCase()) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  return hash % HUES;
}
