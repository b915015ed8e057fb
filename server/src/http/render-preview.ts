import type { PreviewQuery } from "@mailglass/shared";
import { formatAttributes } from "../base/escape-html.ts";
import { hasFixedPageColors } from "./page-colors.ts";
import type { SanitizedMail } from "./sanitize-mail.ts";

/** No background: the mail's is that of the page then. Without one, the frame's colour or the browser's is seen. */
const PAGE_COLORS = {
  light: "html{color-scheme:light;color:#1a1a1a}",
  dark: "html{color-scheme:dark;color:#e8e8ea}",
} as const;
/** Weaker than attributes and rules of the mail. */
const PAGE_DEFAULTS = "html{font-family:sans-serif;overflow-wrap:break-word}img{max-width:100%}";

export type PreviewTheme = NonNullable<PreviewQuery["theme"]>;

/** The document of the preview: the sanitised HTML in the colour scheme of a theme. */
export function renderPreview(html: SanitizedMail, theme: PreviewTheme): string {
  const { body, css, rootAttributes, isTruncated } = html;
  const colors = PAGE_COLORS[hasFixedPageColors(html) ? "light" : theme];
  return `<!doctype html>
<html${formatAttributes(rootAttributes.html)}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>${colors}${PAGE_DEFAULTS}</style>
<style>${simulateTheme(css, theme)}</style>
</head>
<body${formatAttributes(rootAttributes.body)}>
${body}
${isTruncated ? "<hr><p>The preview ends here. The Source tab shows the complete message.</p>" : ""}
</body>
</html>`;
}

/** The mail's own rules for dark and light hold by the theme that is simulated, not by the reader's system. */
function simulateTheme(css: string, theme: PreviewTheme): string {
  return css.replace(/\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi, (_, asked: string) =>
    asked.toLowerCase() === theme ? "(min-width:0)" : "(max-width:0)",
  );
}
