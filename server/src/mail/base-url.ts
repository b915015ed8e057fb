import { trimUrl } from "./html-urls.ts";
import { walkHtml } from "./walk-html.ts";

/** The URL of the first `<base href>` in HTML; undefined where there is none that links can be resolved against. */
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
 * Where a link leads, as written but for blanks that browsers drop. A relative one is resolved where the HTML has a base; one that
 * begins with `//` gets the scheme https. Undefined where it leads nowhere, or to a place within the mail.
 */
export function resolveLink(written: string | undefined, base: string | undefined): string | undefined {
  const href = trimUrl(written ?? "");
  if (href === "" || href.startsWith("#")) return undefined;
  if (/^[a-z][a-z0-9+.-]*:/i.test(href)) return href;
  if (base !== undefined) return URL.parse(href, base)?.href ?? href;
  return href.startsWith("//") ? `https:${href}` : href;
}
