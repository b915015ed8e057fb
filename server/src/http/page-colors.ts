import type { Attributes, SanitizedHtml } from "./sanitize-document.ts";

/** Attributes of `<body>` that set its colours. */
const COLOR_ATTRIBUTES = ["bgcolor", "background", "text"];

/**
 * Whether a mail sets the background or text colour of its page, and no colours for dark mode. A mail client shows such a
 * mail as it is, in its dark mode as well: colours of its own would make text unreadable.
 */
export function hasFixedPageColors({ rootAttributes, css }: SanitizedHtml): boolean {
  if (/color-scheme/i.test(css)) return false;
  return [rootAttributes.html, rootAttributes.body].some(setsColors) || setsColorsOfPage(css);
}

function setsColors(attributes: Attributes): boolean {
  return COLOR_ATTRIBUTES.some((name) => name in attributes) || declaresColors(attributes["style"] ?? "");
}

/** Whether a rule for `html` or `body` declares colours. Selectors are not parsed further: `.x body p` is none. */
function setsColorsOfPage(css: string): boolean {
  return css.split("}").some((rule) => {
    const brace = rule.lastIndexOf("{");
    const selectors = rule.slice(0, Math.max(0, brace)).split(/[,{;]/);
    return (
      selectors.some((selector) => /^(?:html|body|:root|\*)$/i.test(selector.trim())) &&
      declaresColors(rule.slice(brace))
    );
  });
}

function declaresColors(declarations: string): boolean {
  return /(?:^|[{;\s])(?:color|background(?:-color|-image)?)\s*:/i.test(declarations);
}
