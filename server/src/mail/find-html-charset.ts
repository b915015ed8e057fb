import { walkHtml } from "./walk-html.ts";

/** Number of bytes at the start of HTML that are searched for its charset. Browsers search 1,024; mail often starts with long style sheets. */
const MAX_SEARCH_BYTES = 8 * 1024;

/**
 * Returns the charset that HTML declares: by a byte order mark, `<meta charset>`, `<meta http-equiv="Content-Type">` or an XML
 * declaration (HTML §13.2.3.2); null if it declares none. The first `<meta>` with a charset counts.
 */
export function findHtmlCharset(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  const start = Buffer.from(bytes.subarray(0, MAX_SEARCH_BYTES)).toString("latin1");
  const [, declared] = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(start) ?? [];
  return findMetaCharset(start) ?? (declared === undefined ? null : correctName(declared));
}

function findMetaCharset(html: string): string | null {
  let found: string | null = null;
  const visitor = {
    text: () => undefined,
    close: () => undefined,
    open: (name: string, attributes: () => ReadonlyMap<string, string>) => {
      if (name === "meta") found ??= readMeta(attributes());
    },
  };
  walkHtml(html, visitor, () => found !== null);
  return found;
}

function readMeta(attributes: ReadonlyMap<string, string>): string | null {
  const charset = attributes.get("charset");
  if (charset !== undefined) return correctName(charset);
  if (attributes.get("http-equiv")?.trim().toLowerCase() !== "content-type") return null;
  const [, named] = /charset\s*=\s*["']?\s*([^\s"';]+)/i.exec(attributes.get("content") ?? "") ?? [];
  return named === undefined ? null : correctName(named);
}

/** A declaration that is readable as ASCII cannot be in UTF-16 (HTML §13.2.3.2, step 11 of the prescan). */
function correctName(name: string): string {
  return /^\s*utf-?16/i.test(name) ? "utf-8" : name;
}
