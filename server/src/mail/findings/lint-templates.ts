import { entityFilename } from "../classify-parts.ts";
import { findField } from "../header-fields.ts";
import { createByteLocator } from "../locate-bytes.ts";
import type { Entity } from "../mime-entity.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import { fieldRangeOf } from "./entity-ranges.ts";
import type { ByteRange, FindingList } from "./finding-list.ts";

/** What stands between the braces of a template: `user.name`, `.Name`, `#if user`, `name|title`, `trans('title')`. */
const EXPRESSION = String.raw`[-~#/^&>!]? ?[$.@]?[A-Za-z_][^{}\n\\;]{0,100}|'[^'{}\n]{1,60}' ?\|[^{}\n]{1,60}`;

/** Placeholders of template engines, with a name in them. `${{ … }}` belongs to other languages. */
const PLACEHOLDER = [
  String.raw`\{\{(?<!\$\{\{)\{?\s{0,20}(?:${EXPRESSION})\s{0,20}\}\}`,
  String.raw`\{% ?(?:if|for|else|endif|endfor|block|include|trans)\b[^%\n]{0,80}%\}`,
  String.raw`\{!! ?\$[\w>()-]{1,60} ?!!\}`,
  // ERB, PHP and the Template Toolkit; ERB that was escaped.
  String.raw`<%[=-]? ?[\w.@][^%<>\n]{0,100}%>|<\?(?:=|php echo) ?\$[^<>\n]{1,100}?\?>|\[% ?[\w.]{1,60} ?%\]|&lt;%[=-]? ?[\w.@][^%<>\n]{0,100}%&gt;`,
  String.raw`\*\|[A-Z][A-Z0-9_:]{1,40}\|\*`,
  String.raw`%recipient(?:\.\w{1,40}|_\w{1,40})?%`,
  String.raw`%(?:first_?name|last_?name|full_?name|user_?name|name|email|unsubscribe_url)%`,
  // ASP.NET.
  String.raw`@(?:Model|ViewBag)(?<![\w.+-]@(?:Model|ViewBag))\.[A-Z]\w{0,60}`,
  // Salesforce; Thymeleaf.
  String.raw`\{!\w{1,40}\.\w{1,40}\}|\[\[ ?\$\{[^{}\n]{1,60}\} ?\]\]`,
  // {{ … }} in a link that was percent-encoded.
  String.raw`%7B%7B(?:%20|[\w.]){1,60}%7D%7D`,
  // An object, as Java prints it: com.example.User@1b6d3586.
  String.raw`@(?=[0-9a-f]{6,8}(?![\w.-]))(?<=\b(?:com|org|net|io|javax?)(?:\.\w{1,40}){1,8}@)[0-9a-f]{6,8}`,
  // MJML that was not compiled to HTML.
  String.raw`<mj(?:ml|-body|-section|-column|-text)\b`,
].join("|");

const GREETING_WORD = String.raw`\b(?:hello|hi|hey|dear|welcome|hallo|lieber?|bonjour|hola|ciao)[ ,]{1,2}`;

/** What a shop writes a number or a name after. */
const NUMBERED =
  "order|invoice|ticket|account|booking|reservation|appointment|subscription|payment|code|password|balance|total";

/** What a program printed for a missing value, where a value is expected. The word alone is a word of many texts. */
const EMPTY_VALUE = [
  String.raw`${GREETING_WORD}(?:(?:undefined|null|none|nan|array)(?: (?:undefined|null))?|[\w.\x80-\xff]{1,20} (?:undefined|null))\b(?=\s*[,!.:<]|\s*$)`,
  String.raw`${GREETING_WORD}\(null\)`,
  String.raw`[#$\xac](?:undefined|NaN)\b`,
  String.raw`\byour [\w ]{2,30} is (?:(?:at|for|in|on) )?(?:undefined|null|NaN)\b`,
  String.raw`\byour (?:${NUMBERED})(?: number| no\.?| id)?[ :#]{1,3}(?:undefined|NaN)\b`,
  // The name of who did something.
  String.raw`(?:^|>)\s{0,9}(?:undefined(?: undefined)?|null null) (?:(?:has|have|just|is|was) )?(?:add|assign|comment|follow|invit|lik|mention|repli|sen[td]|shar|tagg|want)(?:s|ed|es|ing)?\b`,
  // The whole text, or all of an element.
  String.raw`(?<![^])\s*(?:undefined|null|none|nan)\s*(?![^])`,
  String.raw`>\s{0,9}(?:undefined|NaN)\s{0,9}<\/(?:a|b|div|h\d|li|p|span|strong|td)>`,
  // Objects, as JavaScript, Ruby, Python, Java and .NET print them.
  String.raw`\[object [A-Z]\w{2,30}\]|\[native code\]|\bPromise \{ <pending> \}|#<[A-Z]\w{0,40}(?:::\w{1,40}){0,5}:0x[0-9a-f]{6}|<[\w.]{1,80} object at 0x[0-9a-f]{6}|<\w{1,40}: \w{1,40} object \(\w{1,40}\)>|<bound method \w|\bjava\.(?:lang|time|util)\.[\w.$]{1,60}@[0-9a-f]{4,8}\b|\bSystem\.(?:Collections\.Generic\.\w{1,40}\`\d\[|String\[\])`,
  // Go's templates and formats; a text that Rails has no translation for.
  String.raw`(?:<|&lt;)no value(?:>|&gt;)|%![a-z]\((?:MISSING\)|<nil>\)|string=|int=)|\btranslation missing: [\w.]{1,80}`,
].join("|");

/** Other placeholders, where a name is expected. */
const GREETED_PLACEHOLDER = [
  String.raw`[{%[](?<=${GREETING_WORD}[$#]?!?[{%[])(?:\$?[\w.>()!?:|"'-]{0,60}\}|% ?[\w.]{1,60} ?%\}|s|\(\w{1,40}\)s|\[?[A-Za-z][\w -]{1,30}\])`,
  // PHP in single quotes.
  String.raw`\$(?<=${GREETING_WORD}\$)[A-Za-z_]\w{1,40}`,
  String.raw`#(?<=${GREETING_WORD}#)#?[A-Za-z_]{2,30}##?`,
  String.raw`(?:__|@@)(?<=${GREETING_WORD}(?:__|@@))[A-Za-z]\w{1,30}(?:__|@@)`,
  String.raw`<(?<=${GREETING_WORD}<)(?:<\w[\w ]{0,30}>>|(?:your |first[ _]?|last[ _]?|user[ _]?|customer[ _]?)?name>)`,
].join("|");

/** A currency, or a per cent sign, after a number. */
const UNIT = String.raw` ?(?:EUR|USD|GBP|CHF|%|\xe2\x82\xac|€)`;

/** `on Invalid Date`, as JavaScript prints it; `NaN EUR`. */
const WRONG_VALUE = String.raw`\bInvalid Date\b(?<=(?::|\b(?:on|at|by|until|from|to)) Invalid Date)|\b(?:undefined|NaN|Infinity)(?=${UNIT})(?<=(?:: |\b(?:by|is|of|only|save|to) )[+-]?(?:undefined|NaN|Infinity))`;

/** `Total: NaN`, at the end of a line. */
const LABELLED_VALUE = String.raw`${WRONG_VALUE}|(?:undefined|NaN)(?<=(?<![\w-])[A-Z][\w ]{2,40}: (?:undefined|NaN))(?=\s*(?:$|<))`;

/** `Order undefined`, but not an error about something that is undefined. */
const EMPTY_NUMBER = String.raw`\b(?:${NUMBERED}|for|from|to|number)[ :]{1,2}(?:undefined|NaN)\b(?! (?!confirmed|shipped|received|cancell?ed|ready|paid|is|has|was)[a-z])|\b(?:${NUMBERED}|from|number)[ :]{1,2}(?:null|None)$|^undefined[:,]|#null\b`;

/** The name of a text in place of the text. */
const TEXT_NAME = String.raw`^(?:%{1,2}|__|\[)subject(?:%{1,2}|__|\])$|^[a-z]\w{0,60}(?:\.\w{1,60}){0,9}\.subject$`;

const IN_HEADER = new RegExp(
  String.raw`${PLACEHOLDER}|${EMPTY_VALUE}|${WRONG_VALUE}|${GREETED_PLACEHOLDER}|${EMPTY_NUMBER}|${TEXT_NAME}|\$\{[\w.]{1,60}\}|\{(?:[a-z]+_?)?(?:name|email|title|subject)\}|%\(\w{1,40}\)s|^(?:undefined|null)(?: (?:undefined|null))*$|(?:%[sd]|\{\d\})(?<=(?:^|[ #:])(?:%[sd]|\{\d\}))(?=$|[ ,.!:])|(?<![\w%])%[a-z]{2,20}_[a-z_]{2,30}%(?!\w)`,
  "i",
);

/** What ends a URL in a text and in HTML. */
const URL_END = String.raw`(?=["'\s<]|$)`;

/** A link with an empty value as its host, in its path, or in its query; or with a placeholder in place of a value. */
const IN_LINK = new RegExp(
  [
    String.raw`\bhttps?:\/\/(?:undefined|null)(?=[/:"'\s<]|$)`,
    String.raw`\bhttps?:\/\/[^\s"'<>]{1,500}?(?:${[
      String.raw`\/undefined(?=[/?#"'\s<]|$)|(?<!\/dev|\/wiki)\/null${URL_END}`,
      String.raw`[?&][\w.-]{1,40}=undefined(?=[&#"'\s<]|$)`,
      String.raw`[?&](?:code|email|hash|id|key|token|user|uuid)=(?:None|null)(?=[&#"'\s<]|$)`,
      String.raw`\/:(?:code|id|key|slug|token|uuid)(?=[/?#"'\s<]|$)|[/=]%s(?=[/&#"'\s<]|$)`,
      String.raw`\[object(?: |%20)Object\]|%5Bobject(?: |%20)Object%5D|\$\{[\w.]{1,60}\}`,
    ].join("|")})`,
    String.raw`\b(?:href|src)=["']?(?:undefined|null|\[object|[$#]?\{[\w.]{1,60}\}|\[{1,2}[\w.]{1,60}\]|\$\w{1,60}(?=["'\s>]))`,
  ].join("|"),
  "gi",
);

/** Every match of the slower searches that programs write has one of these. */
const VALUE_MARKS =
  "undefined|UNDEFINED|null|NULL|None|NaN|Infinity|Array|Invalid Date|[native code|[[|[object|%5Bobject|${|no value|%!|translation missing|:0x| object at 0x|object (|<pending>|<bound method|java.|System.|%s|/:|=\"{|='{|=\"[|='[|=\"#{|='#{|=\"$|='$".split(
    "|",
  );

/** Begins with rare characters only, so that the search is fast. */
const PLACEHOLDER_IN_TEXT = new RegExp(`${PLACEHOLDER}|${GREETED_PLACEHOLDER}`, "gi");
const VALUE_IN_TEXT = new RegExp(`${EMPTY_VALUE}|${LABELLED_VALUE}`, "gim");

/** Bytes, as Python prints them. */
const BYTES = /^b(?:'.*'|".*")$/;

/** In the name of a file. */
const IN_FILE_NAME = new RegExp(
  String.raw`${PLACEHOLDER}|\[object [A-Z]\w{2,30}\]|(?<![a-z])(?:undefined|NaN)(?=\.\w{2,5}$)`,
  "i",
);

/** Checks the subject and the texts for what a template or a program left in place of a value. */
export function lintTemplates(parsed: ParsedMail, found: FindingList): void {
  // Members of a list write about templates.
  if (findField(parsed.header, "list-post") !== undefined) return;
  const subject = findField(parsed.header, "subject");
  if (subject !== undefined) lintHeaderText(parsed.decodedField("subject"), subject, found);
  for (const key of ["from", "reply-to", "to"]) {
    const field = findField(parsed.header, key);
    const [first] = field === undefined ? [] : parsed.addresses(key);
    if (field !== undefined && first !== undefined) lintHeaderText(first.name, field, found);
  }
  const unsubscribe = findField(parsed.header, "list-unsubscribe");
  if (unsubscribe !== undefined) lintUnsubscribe(parsed.decodedField("list-unsubscribe"), unsubscribe, found);
  for (const { kind, entity } of [...parsed.content.text, ...parsed.content.html])
    if (kind !== "note" && entity.contentType.value !== "text/rfc822-headers") lintBody(parsed, entity, found);
  for (const { entity } of parsed.content.attached) {
    const [left] = IN_FILE_NAME.exec(entityFilename(entity) ?? "") ?? [];
    if (left !== undefined) found.add("template-leftover", fieldRangeOf(entity, "content-disposition"), left);
  }
}

function lintUnsubscribe(text: string, field: ByteRange, found: FindingList): void {
  const [left] = IN_HEADER.exec(text) ?? text.match(IN_LINK) ?? [];
  if (left !== undefined) found.add("template-leftover", field, left);
}

function lintHeaderText(text: string, field: ByteRange, found: FindingList): void {
  const [left] = IN_HEADER.exec(text) ?? [];
  if (left !== undefined) found.add("template-leftover", field, left);
  else if (BYTES.test(text)) found.add("template-leftover", field, text, "Decode the bytes to text: value.decode()");
}

function lintBody(parsed: ParsedMail, entity: Entity, found: FindingList): void {
  const bytes = parsed.decodedBytes(entity);
  const text = bytes.toString("latin1");
  const isHtml = entity.contentType.value === "text/html";
  const hasValue = VALUE_MARKS.some((mark) => text.includes(mark));
  const matches = [PLACEHOLDER_IN_TEXT, ...(hasValue ? [VALUE_IN_TEXT, IN_LINK] : [])]
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .sort((a, b) => a.index - b.index);
  const isQuoted = isHtml ? createCodeTest(text) : createQuoteTest(text);
  const ranges: ByteRange[] = [];
  let firstMatch = "";
  for (const { index, 0: match } of matches) {
    if (index < (ranges.at(-1)?.end ?? 0) || isQuoted(index)) continue;
    if (ranges.length === 0) firstMatch = match;
    ranges.push({ start: index, end: index + match.length });
  }
  const [first] = ranges;
  if (first === undefined) return;
  const locate = createByteLocator(parsed, entity);
  found.addAll("template-leftover", ranges.length, (index) => locate(ranges[index] ?? first), firstMatch);
}

/**
 * Returns a test whether an offset is in a line that is quoted from another message, or in a line of a diff. The offsets must
 * increase: each line is looked up once, because it may be as long as the text.
 */
function createQuoteTest(text: string): (at: number) => boolean {
  let lineStart = 0;
  let lineEnd = -1;
  return (at) => {
    while (lineEnd < at) {
      lineStart = lineEnd + 1;
      const next = text.indexOf("\n", lineStart);
      lineEnd = next < 0 ? text.length : next;
    }
    // In Markdown, code is in backticks.
    return /[>+|-]/.test(text.charAt(lineStart)) || text.charAt(at - 1) === "`";
  };
}

/** Returns a test whether an offset of HTML is in an element for code, where a text explains a template. The offsets must increase. */
function createCodeTest(html: string): (at: number) => boolean {
  const tags = html.matchAll(/<(\/?)(?:code|kbd|samp)\b/gi);
  let next = tags.next();
  let depth = 0;
  return (at) => {
    while (next.done !== true && next.value.index < at) {
      depth = next.value[1] === "" ? depth + 1 : Math.max(0, depth - 1);
      next = tags.next();
    }
    return depth > 0;
  };
}
