import { escapeHtml } from "../base/escape-html.ts";

/** Converts plain text to HTML that displays it unchanged, with long lines wrapped. */
export function textToHtml(text: string): string {
  return `<div style="white-space:pre-wrap">${escapeHtml(text)}</div>`;
}
