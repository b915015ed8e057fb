/** Maximum length of a name, in UTF-16 code units. */
const MAX_NAME_LENGTH = 200;
/** Maximum length of the subject in a name, in UTF-16 code units. */
const MAX_SUBJECT_LENGTH = 100;

/** Escapes everything but letters, digits and a few marks (RFC 6266 §4.3, RFC 8187 §3.2), so that no name can end its parameter. */
export function formatFilenameParameters(name: string): string {
  const plain = name.slice(0, MAX_NAME_LENGTH).replace(/[^\w.@ -]/g, "_");
  const escaped = encodeURIComponent(name.slice(0, MAX_NAME_LENGTH).toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${plain}"; filename*=UTF-8''${escaped}`;
}

/** Characters with a meaning in paths, characters that a file system rejects, and those that reorder or hide the letters of a name. */
const UNSAFE_CHARACTERS = /[\p{C}\p{Zl}\p{Zp}/\\:*?"<>|]+/gu;
/** Device names on Windows, with any extension. */
const DEVICE_NAME = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Returns a file name for the source of a mail: its subject, or its id if no usable character of the subject is left. */
export function sourceFileName(subject: string, id: string): string {
  const name = removeUnsafe(subject, MAX_SUBJECT_LENGTH);
  return `${name === "" || DEVICE_NAME.test(name) ? id : name}.eml`;
}

/** Returns a name without path, control and invisible characters, of at most 100 characters; its extension is kept. */
export function safeFileName(name: string, fallback: string): string {
  const extension = /\.[a-z0-9]{1,10}$/i.exec(name)?.[0] ?? "";
  const stem = removeUnsafe(name.slice(0, name.length - extension.length), MAX_SUBJECT_LENGTH - extension.length);
  return stem === "" || DEVICE_NAME.test(stem) ? fallback : stem + extension;
}

function removeUnsafe(text: string, maxLength: number): string {
  return text
    .slice(0, 10 * MAX_SUBJECT_LENGTH)
    .replace(UNSAFE_CHARACTERS, " ")
    .replace(/\s+/g, " ")
    .replace(/^[\s.]+/, "")
    .slice(0, maxLength)
    .replace(/[\ud800-\udbff]$/, "")
    .replace(/[\s.]+$/, "");
}
