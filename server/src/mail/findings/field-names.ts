/** Names that programs mistype, as they are written. */
const COMMON_NAMES = [
  "From",
  "Sender",
  "Subject",
  "Date",
  "Message-ID",
  "In-Reply-To",
  "References",
  "MIME-Version",
  "Content-Type",
  "Content-Transfer-Encoding",
  "Content-Disposition",
  "Content-ID",
  "Content-Language",
  "List-Unsubscribe",
  "List-Unsubscribe-Post",
  "List-Id",
  "Precedence",
  "Auto-Submitted",
  "Importance",
  "Priority",
  "Return-Path",
  "DKIM-Signature",
] as const;

/** Names of fields that are right as they are: for them, nothing is compared. */
const RIGHT_KEYS = new Set([
  ...COMMON_NAMES.map((name) => name.toLowerCase()),
  ..."to cc bcc received received-spf delivered-to errors-to user-agent organization organisation keywords comments".split(
    " ",
  ),
  ..."authentication-results arc-seal arc-message-signature arc-authentication-results thread-topic thread-index".split(
    " ",
  ),
  ..."list-post list-help list-subscribe list-owner list-archive mailing-list feedback-id resent-from resent-to".split(
    " ",
  ),
]);

const WORDS = COMMON_NAMES.map((name) => ({ name, word: toFieldWord(name) }));

/** Names that are in use and differ from a common one by a letter. */
const OTHER_NAMES = new Set(["reference", "list-ids", "received-date", "form-id", "content-md5", "list-url"]);

/** Returns the letters of a field name, in lower case: `Reply_To` and `replyto` are the same word. */
export function toFieldWord(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/**
 * Returns the common field that a name probably means: it has the same letters with other hyphens, or one letter more, less,
 * different or transposed. Undefined for a name that is right, or like none.
 */
export function findNearField(key: string): string | undefined {
  if (RIGHT_KEYS.has(key) || key.startsWith("x-")) return undefined;
  const word = toFieldWord(key);
  const exact = WORDS.find((known) => known.word === word);
  if (exact !== undefined) return exact.name;
  // A letter after a hyphen makes another name on purpose.
  if (word.length < 4 || /-.$|[^a-z0-9_-]/.test(key) || OTHER_NAMES.has(key)) return undefined;
  return WORDS.find((known) => isOneEditApart(known.word, word))?.name;
}

/** Whether two words are equal, or differ by one letter more, less, different or transposed. */
export function isOneEditApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let ends = 0;
  while (ends < Math.min(a.length, b.length) - start && a.at(-1 - ends) === b.at(-1 - ends)) ends++;
  const [left, right] = [a.length - start - ends, b.length - start - ends];
  if (left <= 1 && right <= 1) return true;
  return left === 2 && right === 2 && a[start] === b[start + 1] && a[start + 1] === b[start];
}
