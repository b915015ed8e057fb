import type { PreviewQuery } from "@mailglass/shared";
import type { SanitizedMail } from "./sanitize-mail.ts";

const PAGE_COLORS = {
  light: "html{color-scheme:light;background:#fff;color:#1a1a1a}",
  dark: "html{color-scheme:dark;background:#1b1c1f;color:#e8e8ea}",
} as const;

export type PreviewTheme = NonNullable<PreviewQuery["theme"]>;

/** The document of the preview: the sanitised HTML in the colour scheme of a theme. */
export function renderPreview({ body, css, isTruncated: cut }: SanitizedMail, theme: PreviewTheme): string {
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
${cut ? "<hr><p>The preview ends here. All of it is under Source.</p>" : ""}
</body>
</html>`;
}

/** The mail's own rules for dark and light hold by the theme that is simulated, not by the reader's system. */
function simulateTheme(css: string, theme: PreviewTheme): string {
  return css.replace(/\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi, (_, asked: string) =>
    asked.toLowerCase() === theme ? "(min-width:0)" : "(max-width:0)",
  );
}
