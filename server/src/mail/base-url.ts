import { trimUrl } from "./html-urls.ts";
import { walkHtml } from "./walk-html.ts";

/** Returns the URL of the first `<base href>` in HTML; undefined if there is none that links can be resolved against. */
export function readBaseUrl(html: string): string | undefined {
  if (!/<base\s/i.test(html)) return undefined;
  let base: string | undefined;
  walkHtml(
    html,
    {
      open(name, attributes) {
        if (name === "base") base ??= attributes().get("href");
      },
    },
    () => base !== undefined,
  );
  const url = URL.parse(trimUrl(base ?? ""));
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

/**
 * Returns the target of a link as written, without the blanks that browsers drop. A relative link is resolved if the HTML has a
 * base; one that begins with `//` gets the scheme https. Undefined if it has no target, or one within the mail.
 */
export function resolveLink(written: string | undefined, base: string | undefined): string | undefined {
  const href = trimUrl(written ?? "");
  if (href === "" || href.startsWith("#")) return undefined;
  if (/^[a-z][a-z0-9+.-]*:/i.test(href)) return href;
  if (base !== undefined) return URL.parse(href, base)?.href ?? href;
  return href.startsWith("//") ? `https:${href}` : href;
}
