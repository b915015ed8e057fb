/*
 * Patterns of text that was garbled before it became mail, in UTF-8 bytes as latin1 (one character per byte). Text in UTF-8
 * was read as windows-1252 and encoded as UTF-8 again: ü (C3 BC) becomes Ã¼ (C3 83 C2 BC), ’ (E2 80 99) becomes â€™.
 */

/** U+FFFD. */
export const REPLACEMENT_CHARACTER = /\xef\xbf\xbd/g;

/** Ã or Â, then a character of ISO 8859-1 above 127. */
export const ENCODED_TWICE = /\xc3[\x82\x83]\xc2[\x80-\xbf]/g;

/** Second characters that windows-1252 has for 80 to 9F. Not ’ and ” and …: they may follow a Portuguese Ã. */
const CP1252 = String.raw`\xc5[\x93\xb8\xa0\xa1\xbd\xbe\x92]|\xe2\x80[\x93\x94\x98\x9a\x9c\x9e\xa0-\xa2\xb0\xb9\xba]|\xe2\x82\xac|\xe2\x84\xa2|\xc6\x92|\xcb[\x86\x9c]`;

/** What windows-1252 or ISO 8859-1 has for 80 to BF. */
const CONTINUATION = String.raw`(?:\xc2[\x80-\xbf]|${CP1252})`;

/** â, and what windows-1252 has for 80, 82, 84, 86, 98 or 9C: signs such as € (â‚¬), ™ (â„¢), → (â†’) and ✓ (âœ“). */
const SIGN = String.raw`\xc3\xa2(?:\xe2\x82\xac|\xe2\x80[\x9a\x9e\xa0]|\xcb\x9c|\xc5\x93)${CONTINUATION}`;

/** ðŸ, for nearly every emoji, and the two characters after it. */
const EMOJI = String.raw`\xc3\xb0(?:\xc5\xb8|\xc2\x9f)${CONTINUATION}{2}`;

/** Cyrillic letters that were read as windows-1252 (Ð¿Ñ€Ð¸) or as windows-1251 (РїСЂРё). */
const CYRILLIC = String.raw`(?:\xc3[\x90\x91]${CONTINUATION}){3}|(?:\xd0[\xa0\xa1](?:\xc2[\xa0\xa4\xa6\xa7\xa9\xab-\xae\xb0\xb1\xb5-\xb7\xbb]|\xd0[\x82\x83\x85-\x8c\x8e\x8f]|\xd1[\x91-\x9f]|\xd2[\x90\x91]|\xe2\x80[\x93\x94\x98-\x9a\x9c-\x9e\xa0-\xa2\xa6\xb0\xb9\xba]|\xe2\x82\xac|\xe2\x84[\x96\xa2])){3}`;

/** As above, and what ends a quotation: in a row of such characters it is none. */
const ANY_CONTINUATION = String.raw`(?:${CONTINUATION}|\xe2\x80[\x99\x9d\xa6])`;

/** Greek, Hebrew and Arabic letters that were read as windows-1252 (Î³ÎµÎ¹, ×©×œ×, Ù…Ø±Ø). */
const TWO_BYTE_LETTERS = String.raw`(?:\xc3[\x8e\x8f]${ANY_CONTINUATION}){3}|(?:\xc3\x97(?!\xc2\xa0)${ANY_CONTINUATION}){3}|(?:\xc3[\x98-\x9b]${ANY_CONTINUATION}){3}`;

/** Chinese, Japanese and Korean characters that were read as windows-1252 (æ‚¨å¥½). */
const THREE_BYTE_CHARACTERS = String.raw`(?:\xc3[\xa3-\xad]${ANY_CONTINUATION}{2}){2}`;

/** Polish, Czech, Hungarian and Turkish letters that were read as windows-1252: Å‚ for ł, Ä™ for ę. */
const CENTRAL_EUROPEAN = String.raw`\xc3\x85(?:\xe2\x80[\x9a\x9e\xba]|\xe2\x84\xa2|\xcb\x86|\xc2[\xa1\xa5\xaf\xba\xbc\xbe]|\xc5[\xb8\xbe])|\xc3\x84(?:\xe2\x80[\xa1\xba]|\xe2\x84\xa2|\xc2[\x81\x8d\x8f\xb0\xb1]|\xc5\xb8)`;

/** What a Windows console has for UTF-8, in code page 437 or 850: ├╝ for ü, ΓÇÖ or ÔÇÖ for ’. A drawn tree has no letter before ├. */
const CONSOLE = String.raw`\xe2\x94\x9c(?<=[A-Za-z]\xe2\x94\x9c)(?:\xc3[\x80-\xbf]|\xc2[\xa0-\xbf]|\xc6\x92|\xe2\x82\xa7|\xe2\x8c\x90|\xe2\x95[\x91\x95-\x9d\xa1-\xa3])|(?:\xce\x93|\xc3\x94)\xc3\x87(?:\xc3[\x96\x98\xb4\xb6\xbf]|\xc2[\xa3\xa5\xaa])`;

/** Several characters in place of one; or many in place of the letters of another script. */
export const MOJIBAKE = new RegExp(
  String.raw`\xc3[\x82\x83]\xc2[\x80-\xbf]|\xc3\x83(?:${CP1252})|${SIGN}|${EMOJI}|${CYRILLIC}|${TWO_BYTE_LETTERS}|${THREE_BYTE_CHARACTERS}|${CENTRAL_EUROPEAN}|${CONSOLE}`,
  "g",
);
