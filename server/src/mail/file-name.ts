/** The longest name, in UTF-16 code units. */
const LONGEST = 200;
/** The longest of a subject in a name, in UTF-16 code units. */
const LONGEST_SUBJECT = 100;

/** RFC 6266 §4.3, RFC 8187 §3.2: everything but letters, digits and a few marks escaped, so that no name can leave its place. */
export function filenameParameters(name: string): string {
  const plain = name.slice(0, LONGEST).replace(/[^\w.@ -]/g, "_");
  const escaped = encodeURIComponent(name.slice(0, LONGEST).toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${plain}"; filename*=UTF-8''${escaped}`;
}

/** What a path is made of or a file system minds, and what would turn or hide the letters of a name. */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}/\\:*?"<>|]+/gu;
/** Names of devices, whatever their extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** What the source of a mail is called on disk: its subject, or its id where nothing of that is left. */
export function sourceName(subject: string, id: string): string {
  const name = subject
    .slice(0, 10 * LONGEST_SUBJECT)
    .replace(UNSAFE, " ")
    .replace(/\s+/g, " ")
    .replace(/^[\s.]+/, "")
    .slice(0, LONGEST_SUBJECT)
    .replace(/[\ud800-\udbff]$/, "")
    .replace(/[\s.]+$/, "");
  return `${name === "" || DEVICE.test(name) ? id : name}.eml`;
}
