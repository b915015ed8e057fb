import { escapeHtml } from "../base/escape-html.ts";

/** Plain text as HTML that shows it as it is, long lines wrapped. */
export function textToHtml(text: string): string {
  return `<div style="white-space:pre-wrap">${escapeHtml(text)}</div>`;
}
