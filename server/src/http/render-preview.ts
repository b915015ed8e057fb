import type { PreviewQuery } from "@mailglass/shared";
import type { SanitizedHtml } from "./sanitize-document.ts";

const PAGE_COLORS = {
  light: "html{color-scheme:light;background:#fff;color:#1a1a1a}",
  dark: "html{color-scheme:dark;background:#1b1c1f;color:#e8e8ea}",
} as const;

export type PreviewTheme = NonNullable<PreviewQuery["theme"]>;

/** Renders the preview document: the sanitized HTML in the colour scheme of a theme. */
export function renderPreview({ body, css, isTruncated: cut }: SanitizedHtml, theme: PreviewTheme): string {
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>${PAGE_COLORS[theme]}body{margin:8px;font-family:sans-serif;overflow-wrap:break-word}img{max-width:100%}</style>
<style>${simulateTheme(css, theme)}</style>
</head>
<body>
${body}
${cut ? "<hr><p>The preview ends here. The Source tab shows the complete message.</p>" : ""}
</body>
</html>`;
}

/** Makes the mail's own dark and light rules follow the simulated theme instead of the reader's system. */
function simulateTheme(css: string, theme: PreviewTheme): string {
  return css.replace(/\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi, (_, asked: string) =>
    asked.toLowerCase() === theme ? "(min-width:0)" : "(max-width:0)",
  );
}
