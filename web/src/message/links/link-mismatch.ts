import { findTextUrls, type Link } from "@mailglass/shared";

/**
 * Returns the host that the text of a link names if the link leads to another one, as in phishing and with a tracking
 * redirect; null otherwise. `www.` and upper case make no difference.
 */
export function findMismatchedHost({ href, text }: Link): string | null {
  const target = hostOf(href);
  if (target === null) return null;
  const named = hostOf(findTextUrls(text)[0]?.href ?? text.trim());
  return named === null || named === target ? null : named;
}

function hostOf(url: string): string | null {
  const written = /^(?:https?:)?\/\//i.test(url) ? url : `https://${url}`;
  if (!/^https?:\/\/[^\s/]+\.[^\s/]{2,}/i.test(written.replace(/^\/\//, "https://"))) return null;
  const host = URL.parse(written)?.hostname;
  return host === undefined ? null : host.replace(/^www\./, "");
}
