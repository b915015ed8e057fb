/** What may stand in place of a reference; undefined where nothing may. */
export type Resolve = (reference: string) => string | undefined;

// What is not closed ends with the sheet (CSS Syntax §4.3.5, §4.3.6).
const STRING = String.raw`"([^"]*)(?:"|$)|'([^']*)(?:'|$)`;
const URL = String.raw`url\(\s*(?:${STRING}|([^)]*))\s*(?:\)|$)`;
/** An import is whole up to its semicolon, which does not count in a reference: web fonts have some. */
const REFERENCE = new RegExp(String.raw`@import\s*(?:${URL}|${STRING})?([^;]*);?|\b${URL}`, "gi");

/** References go through `resolve`, each once; nothing can close the element that it stands in. */
export function tameCss(css: string, resolve: Resolve): string {
  return tameReferences(plain(css), resolve).replace(/<(?=[/!])/g, "\\3c ");
}

function tameReferences(css: string, resolve: Resolve): string {
  return css.replace(REFERENCE, (found: string, ...groups: (string | undefined)[]) => {
    const isImport = found.startsWith("@");
    const [media = ""] = groups.splice(5, 1);
    const reference = groups.slice(0, 8).find((group) => group !== undefined) ?? "";
    const allowed = resolve(reference.trim());
    const url = allowed === undefined ? "" : `"${escape(allowed)}"`;
    if (!isImport) return `url(${url})`;
    return allowed === undefined ? "" : `@import url(${url})${tameReferences(media, resolve)};`;
  });
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
