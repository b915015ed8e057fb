import { findField } from "../header-fields.ts";
import type { Entity } from "../mime-entity.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import type { ByteRange, FindingList } from "./finding-list.ts";
import { locateDecoded } from "./locate-decoded.ts";

/** A name in a template: `user.name`, `#if user`, `name|title`. */
const NAME = String.raw`[#/^&]?[A-Za-z_][\w.]{0,60}(?: [\w."' ]{1,60})?(?:\|[\w:"', ]{1,60})?`;

/** Placeholders of template engines, with a name in them. `${{ … }}` belongs to other languages. */
const PLACEHOLDER = String.raw`(?<!\$)\{\{\{? ?${NAME} ?\}\}|\{% ?(?:if|for|else|endif|endfor|block|include|trans)\b[^%\n]{0,80}%\}|<%=? ?[\w.@]{1,60} ?%>|\*\|[A-Z][A-Z0-9_:]{1,40}\|\*|%recipient(?:\.\w{1,40}|_\w{1,40})?%|%(?:first_?name|last_?name|full_?name|user_?name|name|email|unsubscribe_url)%`;

/** A value that a program printed in place of a text, where a value is expected. */
const EMPTY_VALUE = String.raw`\b(?:hello|hi|hey|dear|welcome|hallo|liebe[r]?|bonjour|hola|ciao)[ ,]{1,2}(?:undefined|null|none|nan)\b(?=\s*[,!.:]|\s*$)|\[object Object\]|#(?:undefined|NaN)\b`;
/** Other placeholders, where a name is expected. */
const GREETING = String.raw`\b(?:hello|hi|hey|dear|welcome|hallo|liebe[r]?|bonjour|hola|ciao)[ ,]{1,2}(?:\$\{[\w.]{1,60}\}|\{[\w.]{0,60}\}|%s|%\(\w{1,40}\)s|\[[A-Za-z]\w{1,30}\])`;

const IN_TEXT = new RegExp(
  String.raw`${PLACEHOLDER}|${EMPTY_VALUE}|${GREETING}|(?<=[A-Z][\w ]{2,40}: )(?:undefined|NaN)(?=\s*(?:$|<))`,
  "gim",
);
const IN_SUBJECT = new RegExp(
  String.raw`${PLACEHOLDER}|${EMPTY_VALUE}|${GREETING}|\$\{[\w.]{1,60}\}|\{(?:[a-z]+_?)?(?:name|email|title|subject)\}|%\(\w{1,40}\)s|^(?:undefined|null)$|\b(?:order|invoice|ticket|account|for|from|to|number|code)[ :]{1,2}(?:undefined|NaN)\b(?! (?:behaviou?r|reference|symbol|method|variable|value|index)|\W*[A-Za-z]+ (?:error|exception))`,
  "i",
);
/** A link with an empty value in its path or its query. */
const IN_LINK =
  /\bhttps?:\/\/[^\s"'<>]{1,500}?(?:\/undefined(?=[/?#"'\s<]|$)|[?&][\w.-]{1,40}=undefined(?=[&#"'\s<]|$)|\[object(?: |%20)Object\]|%5Bobject(?: |%20)Object%5D|\$\{[\w.]{1,60}\})/gi;

/** Text that every match has. Searching for these bytes is much cheaper than matching. */
const MARKS = ["{", "<%", "*|", "%", "undefined", "null", "none", "None", "nan", "NaN", "[object", "["];

/** Checks the subject and the texts for what a template or a program left in place of a value. */
export function lintTemplates(parsed: ParsedMail, found: FindingList): void {
  const subject = findField(parsed.header, "subject");
  const [left] = IN_SUBJECT.exec(subject === undefined ? "" : parsed.decodedField("subject")) ?? [];
  if (left !== undefined) found.add("template-leftover", subject, left);
  // Members of a list write about templates.
  if (findField(parsed.header, "list-post") !== undefined) return;
  for (const { kind, entity } of [...parsed.content.text, ...parsed.content.html])
    if (kind !== "note") lintBody(parsed, entity, found);
}

function lintBody(parsed: ParsedMail, entity: Entity, found: FindingList): void {
  const bytes = parsed.decodedBytes(entity);
  if (!MARKS.some((mark) => bytes.includes(mark, 0, "latin1"))) return;
  const text = bytes.toString("latin1");
  const matches = [...text.matchAll(IN_TEXT), ...text.matchAll(IN_LINK)]
    .filter(({ index }) => !isQuoted(text, index))
    .sort((a, b) => a.index - b.index);
  const ranges: ByteRange[] = [];
  const details: string[] = [];
  for (const { index, 0: match } of matches) {
    if (index < (ranges.at(-1)?.end ?? 0)) continue;
    ranges.push({ start: index, end: index + match.length });
    details.push(match);
  }
  const places = locateDecoded(entity, parsed.bodyBytes(entity), ranges);
  for (const [index, place] of places.entries()) found.add("template-leftover", place, details[index]);
}

/** Whether the line is quoted from another message, or a line of a diff. */
function isQuoted(text: string, at: number): boolean {
  return /[>+|-]/.test(text.charAt(text.lastIndexOf("\n", at) + 1));
}
