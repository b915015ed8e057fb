/** The longest name, in UTF-16 code units. */
const MAX_NAME_LENGTH = 200;
/** The longest of a subject in a name, in UTF-16 code units. */
const MAX_SUBJECT_LENGTH = 100;

/** RFC 6266 §4.3, RFC 8187 §3.2: everything but letters, digits and a few marks escaped, so that no name can leave its place. */
export function formatFilenameParameters(name: string): string {
  const plain = name.slice(0, MAX_NAME_LENGTH).replace(/[^\w.@ -]/g, "_");
  const escaped = encodeURIComponent(name.slice(0, MAX_NAME_LENGTH).toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${plain}"; filename*=UTF-8''${escaped}`;
}

/** What a path is made of or a file system minds, and what would turn or hide the letters of a name. */
const UNSAFE_CHARACTERS = /[\p{C}\p{Zl}\p{Zp}/\\:*?"<>|]+/gu;
/** Names of devices, whatever their extension. */
const DEVICE_NAME = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** What the source of a mail is called on disk: its subject, or its id where nothing of that is left. */
export function sourceFileName(subject: string, id: string): string {
  const name = subject
    .slice(0, 10 * MAX_SUBJECT_LENGTH)
    .replace(UNSAFE_CHARACTERS, " ")
    .replace(/\s+/g, " ")
    .replace(/^[\s.]+/, "")
    .slice(0, MAX_SUBJECT_LENGTH)
    .replace(/[\ud800-\udbff]$/, "")
    .replace(/[\s.]+$/, "");
  return `${name === "" || DEVICE_NAME.test(name) ? id : name}.eml`;
}
