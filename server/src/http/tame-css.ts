/** What may stand in place of a reference; undefined where nothing may. */
export type Resolve = (reference: string) => string | undefined;

/** References go through `resolve`; nothing can close the element that it stands in. */
export function tameCss(css: string, resolve: Resolve): string {
  return plain(css)
    .replace(
      /@import\s*(?:url\(\s*)?["']?([^"');\s]*)["']?\s*\)?([^;]*);?/gi,
      (_, reference: string, media: string) => {
        const allowed = resolve(reference);
        return allowed === undefined ? "" : `@import url("${escape(allowed)}")${media};`;
      },
    )
    .replace(
      // What is not closed ends with the sheet (CSS Syntax §4.3.5, §4.3.6).
      /\burl\(\s*(?:"([^"]*)(?:"|$)|'([^']*)(?:'|$)|([^)]*))\s*(?:\)|$)/gi,
      (_, double?: string, single?: string, bare?: string) => {
        const reference = (double ?? single ?? bare ?? "").trim();
        // Already resolved by an import above.
        const allowed = resolve(reference);
        return allowed === undefined ? "url()" : `url("${escape(allowed)}")`;
      },
    )
    .replace(/<(?=[/!])/g, "\\3c ");
}

/** The same sheet in the one spelling that the rules above look for: no comments, no escaped letters, references as `url()`. */
function plain(css: string): string {
  return (
    css
      .replace(/\/\*.*?(?:\*\/|$)/gs, " ")
      // CSS Syntax §4.3.7; an escaped letter means the letter wherever it stands.
      .replace(/\\(?:([0-9a-f]{1,6})\s?|([g-z]))/gi, (escaped, hex?: string, letter?: string) => {
        const meant = letter ?? String.fromCharCode(Number.parseInt(hex ?? "", 16));
        return /^[a-z]$/i.test(meant) ? meant : escaped;
      })
      // Bare strings are references in image-set() (CSS Images §2.4); those in a function of their own are not.
      .replace(/image-set\((?:[^()]|\([^()]*\))*/gi, (set) =>
        set.replace(
          /(?<=[(,]\s*)(?<!\b(?:url|type)\(\s*)(?:"([^"]*)"|'([^']*)')/gi,
          (_, double?: string, single?: string) => {
            return `url("${double ?? single ?? ""}")`;
          },
        ),
      )
  );
}

const escape = (url: string): string => url.replace(/["\\\n\r<>]/g, (c) => `\\${c.charCodeAt(0).toString(16)} `);
