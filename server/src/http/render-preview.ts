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

/** How the preview of a message looks. */
export interface PreviewLook {
  /** Whether to show content of other hosts. */
  readonly remote: boolean;
  readonly theme: NonNullable<PreviewQuery["theme"]>;
  /** Colours of the page around the preview; undefined if there is none. */
  readonly surround?: PreviewQuery["surround"];
}

/** What is below the end of the mail: the colour of the page around it, and a line between the two. */
const SURROUNDS = {
  light: "background:#f6f7f8;border-top:1px solid #8a939d",
  dark: "background:#1b1f23;border-top:1px solid #68727c",
};

/**
 * Ends the mail's own background where its content ends: in a column as high as the window, the space that the body
 * leaves has the colour of the page around the preview. Templates that make the body as high as the window would leave
 * none; in a webmail, where the body is an element among others, that has no effect either.
 */
const formatSurround = (surround: "light" | "dark"): string =>
  "@media screen{@layer surround{body{height:auto!important;min-height:0!important}}" +
  "html{display:flex;flex-direction:column;min-height:100vh}body{flex:none}" +
  `html::after{content:"";flex:1;${SURROUNDS[surround]}}}`;

/** The document of the preview: the sanitised HTML in the colours of a theme. */
export function renderPreview(html: SanitizedMail, { theme, surround }: PreviewLook): string {
  const { body, css, rootAttributes, isTruncated } = html;
  const isDark = theme !== "light" && (theme !== "dark" || !hasFixedPageColors(html));
  const colors = PAGE_COLORS[isDark ? "dark" : "light"];
  return `<!doctype html>
<html${formatAttributes(rootAttributes.html)}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>${colors}${PAGE_DEFAULTS}${surround === undefined ? "" : formatSurround(surround)}</style>
<style>${simulateTheme(css, theme === "dark" ? "dark" : "light")}</style>
</head>
<body${formatAttributes(rootAttributes.body)}>
${body}
${isTruncated ? "<hr><p>The preview ends here. The Source tab shows the complete message.</p>" : ""}
</body>
</html>`;
}

/**
 * The mail's own rules for dark and light hold by the theme that is simulated, not by the reader's system. Clients that
 * invert colours ignore the rules for dark.
 */
function simulateTheme(css: string, theme: "light" | "dark"): string {
  return css.replace(/\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi, (_, asked: string) =>
    asked.toLowerCase() === theme ? "(min-width:0)" : "(max-width:0)",
  );
}
