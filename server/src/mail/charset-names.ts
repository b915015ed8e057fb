import { encodingExists } from "iconv-lite";

/** A charset, by the name that `decodeCharset` uses. */
export interface Charset {
  readonly name: string;
  /** Whether the written name had to be corrected. Other readers may not recognise it. */
  readonly isGuessed: boolean;
}

/**
 * Returns the charset that a label in a message means; undefined if it names none, such as `x-unknown` or `8bit`.
 * Labels come from Content-Type, encoded words, RFC 2231 values and HTML.
 */
export function resolveCharset(label: string): Charset | undefined {
  const key = label.slice(0, MAX_LABEL_LENGTH).trim().toLowerCase();
  if (resolved.has(key)) return resolved.get(key);
  const charset = findCharset(key);
  if (resolved.size < MAX_RESOLVED) resolved.set(key, charset);
  return charset;
}

/** Whether the charset has only bytes up to 127. */
export function isSevenBitCharset(name: string): boolean {
  return name === "us-ascii" || name === "utf-7" || name === "hz-gb-2312" || name.startsWith("iso-2022-");
}

/** Whether the charset has units of 16 or 32 bits, so that no header can be written in it. */
export function isWideCharset(name: string): boolean {
  return /^(?:utf-?(?:16|32)|ucs)/i.test(name);
}

const MAX_LABEL_LENGTH = 100;
const resolved = new Map<string, Charset | undefined>();
/** Labels come from messages, so the number of cached ones is limited. */
const MAX_RESOLVED = 500;

function findCharset(key: string): Charset | undefined {
  if (!/[a-z\d]/.test(key)) return undefined;
  const labels = [key, ...guessLabels(key)];
  for (const find of [findListedName, findIconvName]) {
    for (const [index, label] of labels.entries()) {
      const name = find(label);
      if (name !== undefined) return { name, isGuessed: index > 0 };
    }
  }
  return undefined;
}

function findListedName(label: string): string | undefined {
  return ALIASES.get(label) ?? findStandardName(label);
}

/** iconv-lite ignores everything but letters and digits. */
function findIconvName(label: string): string | undefined {
  const name = label.replace(/[-_]/g, "");
  return /^[a-z\d]+$/.test(name) && !NOT_CHARSETS.has(name) && encodingExists(name) ? name : undefined;
}

/** Returns the Encoding Standard's name for a label (§4.2). */
function findStandardName(key: string): string | undefined {
  try {
    const name = new TextDecoder(key).encoding;
    if (name === "x-user-defined") return undefined;
    // GBK has the decoder of GB 18030 (Encoding §10.1.1). Node's GBK decoder differs from it.
    return name === "gbk" ? "gb18030" : name;
  } catch {
    return undefined;
  }
}

/** Returns what a damaged or decorated label may mean, most likely first. */
function guessLabels(key: string): string[] {
  const bare = key
    .replace(/^\s*(?:charset\s*=)?[\s"'=]+/, "")
    .replace(/^charset\s*=\s*["']?/, "")
    .replace(/["';,\s*@].*$|\/\/.*$/s, "");
  const [locale, codeset = ""] = bare.split(".");
  const isLocale = locale !== undefined && /^[a-z]{1,3}(?:[_-][a-z]{2})?$/.test(locale);
  const squeezed = bare.replace(/[_\s]+/g, "-").replace(/^x-/, "");
  const [, stem, digits] = /^(windows|win|cp|ms|iso-?8859|8859|latin)-?(\d+)/.exec(squeezed) ?? [];
  const families = stem?.startsWith("iso") || stem === "8859" ? "iso-8859" : stem === "latin" ? "latin" : "windows";
  return [
    bare,
    squeezed,
    squeezed.replaceAll("-", ""),
    ...(isLocale ? [codeset, codeset.replace(/^iso/, "iso-")] : []),
    ...(digits === undefined ? [] : [families === "latin" ? `latin${digits}` : `${families}-${digits}`, `cp${digits}`]),
    /^utf-?8/.test(squeezed) ? "utf-8" : "",
  ];
}

/** Codecs of iconv-lite that are not text charsets. */
const NOT_CHARSETS = new Set(["base64", "hex", "binary", "internal", "utf7imap"]);

const ASCII = "us-ascii";

/** Labels used in mail that the Encoding Standard and iconv-lite lack or read differently. */
const ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    [ASCII]:
      "ascii us-ascii ansi_x3.4-1968 ansi_x3.4-1986 iso_646.irv:1991 iso646-us iso-ir-6 us ibm367 cp367 csascii 646 7bit 7-bit cp20127 20127",
    "utf-8": "cp65001 65001",
    "windows-1252":
      "cp819 ansi ms-ansi iso-8859-1-windows-3.0-latin-1 iso-8859-1-windows-3.1-latin-1 iso-8559-1 iso-8895-1 28591",
    "windows-1251": "ansi-1251 ansi1251",
    // By a byte order mark, or guessed from the bytes (RFC 2781 §4.3). The Encoding Standard assumes little-endian.
    "utf-16": "utf-16 utf16 unicode ucs-2 iso-10646-ucs-2 csunicode",
    "utf-7": "utf-7 utf7 unicode-1-1-utf-7 unicode-2-0-utf-7 x-unicode-2-0-utf-7 csunicode11utf7 cp65000 65000",
    shift_jis: "cp932 932 ms932 windows-932 cp943 cp943c ibm-943 ibm943 sjis-win x-ms-cp932 x-mac-japanese",
    "euc-jp": "eucjp ujis eucjp-win eucjp-ms cp51932 51932 x-eucjp cseucjp",
    "iso-2022-jp":
      "iso-2022-jp-ms iso-2022-jp-1 iso-2022-jp-2 iso-2022-jp-3 iso-2022-jp-2004 iso2022jp iso2022-jp cp50220 cp50221 cp50222 50220 50221 50222 jis jis7 csjisencoding _iso-2022-jp$esc",
    "iso-2022-kr": "iso-2022-kr iso2022kr iso2022-kr csiso2022kr cp50225 50225",
    "iso-2022-cn": "iso-2022-cn iso2022cn csiso2022cn cp50227 50227",
    "hz-gb-2312": "hz-gb-2312 hz hz-gb2312 cp52936 52936",
    gb18030:
      "cp936 936 ms936 windows-936 euc-cn euccn x-euc-cn csgbk gb2312-80 gb2312.1980-0 gb18030-2000 cp54936 54936 x-mac-chinesesimp",
    "euc-kr":
      "cp949 949 ms949 uhc euckr ks_c_5601 ks-c-5601-1987 ksc5601-1987 ksc_5601-1987 ks_c_5601_1987 cp51949 51949 x-windows-949 x-mac-korean",
    big5: "cp950 950 ms950 windows-950 big-5 big5-eten cp951 x-mac-chinesetrad",
    "koi8-r": "cp20866 20866",
    "koi8-u": "cp21866 21866",
    maccenteuro: "x-mac-ce x-mac-centraleurroman",
    macgreek: "x-mac-greek",
    macturkish: "x-mac-turkish",
    maciceland: "x-mac-icelandic",
    maccroatian: "x-mac-croatian",
    macromania: "x-mac-romanian",
    macthai: "x-mac-thai",
  }).flatMap(([name, labels]) => labels.split(" ").map((label) => [label, name] as const)),
);
