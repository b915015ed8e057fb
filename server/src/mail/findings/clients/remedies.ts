/** What a program has to do differently. Many kinds of findings have the same remedy. */
export type Remedy =
  | "address"
  | "alternative"
  | "attachment"
  | "build-message"
  | "calendar"
  | "charset"
  | "date"
  | "ehlo-name"
  | "header-text"
  | "inline-image"
  | "list-unsubscribe"
  | "login"
  | "message-id"
  | "quit"
  | "recipients"
  | "reply-to"
  | "starttls"
  | "text-encoding"
  | "tls-mode"
  | "trust-certificate";

/** The code of a library for each remedy: at most six lines. A remedy that the library does not offer is missing. */
export type Snippets = Readonly<Partial<Record<Remedy, string>>>;

/** The remedy for each kind of finding that code helps with. */
const CODES: Readonly<Record<Remedy, readonly string[]>> = {
  address: [
    "address-guessed",
    "address-malformed",
    "address-obsolete",
    "display-name-in-path",
    "encoded-word-in-address",
    "encoded-word-in-quotes",
    "sender-missing",
  ],
  alternative: ["alternatives-out-of-order", "html-in-text", "html-without-text", "text-in-mixed", "text-part-empty"],
  attachment: [
    "attachment-in-alternative",
    "base64-broken",
    "base64-line-length",
    "base64-trailing-text",
    "base64-truncated",
    "eight-bit-parameter",
    "encoded-word-in-parameter",
    "filename-missing",
  ],
  "build-message": [
    "bare-cr",
    "bare-lf",
    "bare-lf-end-of-data",
    "blank-line-before-header",
    "blank-line-missing",
    "byte-order-mark",
    "doubled-cr",
    "ended-early",
    "field-folded-away",
    "field-repeated",
    "fields-in-body",
    "first-field-indented",
    "from-missing",
    "header-injection",
    "header-line-without-colon",
    "header-missing",
    "missing-dot-stuffing",
    "nul",
  ],
  calendar: ["calendar-method-missing", "calendar-not-inline"],
  charset: [
    "charset-mismatch",
    "charset-missing",
    "charset-name-guessed",
    "charset-unknown",
    "encoded-twice",
    "mojibake",
  ],
  date: [
    "date-invalid",
    "date-malformed",
    "date-missing",
    "date-obsolete",
    "date-skew",
    "date-unreadable",
    "date-weekday-wrong",
    "date-without-zone",
    "date-zone-unknown",
  ],
  "ehlo-name": ["bad-helo-name", "ehlo-not-a-host"],
  "header-text": [
    "eight-bit-header",
    "encoded-word-broken",
    "encoded-word-too-long",
    "header-not-utf8",
    "subject-encoded-twice",
  ],
  "inline-image": ["cid-outside-related", "cid-unresolved", "content-id-malformed"],
  "list-unsubscribe": [
    "list-unsubscribe-malformed",
    "list-unsubscribe-missing",
    "one-click-incomplete",
    "one-click-missing",
  ],
  login: ["auth-malformed", "auth-mechanism-unknown", "auth-refused", "wanted-auth"],
  "message-id": ["message-id-domain", "message-id-malformed", "message-id-missing", "message-id-repeated"],
  quit: ["no-quit"],
  recipients: ["bcc-in-header", "no-recipient-accepted", "recipient-not-in-envelope", "repeated-recipient"],
  "reply-to": ["reply-to-misspelt"],
  starttls: ["auth-without-tls", "starttls-not-used", "wanted-starttls"],
  "text-encoding": [
    "eight-bit-without-8bitmime",
    "line-over-78",
    "line-too-long",
    "quoted-printable-broken",
    "quoted-printable-unencoded",
  ],
  "tls-mode": ["plain-text-on-tls-port", "tls-on-plain-port"],
  "trust-certificate": ["tls-certificate-refused", "tls-handshake-failed"],
};

const REMEDIES: ReadonlyMap<string, Remedy> = new Map(
  (Object.entries(CODES) as [Remedy, readonly string[]][]).flatMap(([remedy, codes]) =>
    codes.map((code) => [code, remedy] as const),
  ),
);

/** Returns the remedy for a kind of finding; undefined if code does not help. */
export const findRemedy = (code: string): Remedy | undefined => REMEDIES.get(code);

/** Returns all kinds of findings that this remedy resolves. */
export const codesOfRemedy = (remedy: Remedy): readonly string[] => CODES[remedy];
