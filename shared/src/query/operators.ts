/** An operator of the query language, as suggested by the search box. */
export interface Operator {
  /** Without the colon. */
  readonly name: string;
  /** What may follow the colon. */
  readonly value: string;
  readonly values?: readonly string[];
  readonly help: string;
}

/** All operators, in the order in which they are suggested. */
export const operators = [
  {
    name: "from",
    value: "name or address",
    help: "Sender (From or envelope); a full address matches exactly",
  },
  { name: "to", value: "name or address", help: "Recipient (To, Cc or envelope, including hidden ones)" },
  { name: "subject", value: "text", help: "In the subject" },
  { name: "body", value: "text", help: "In the text, or the visible text of the HTML" },
  {
    name: "has",
    value: "what",
    values: ["attachment", "html", "findings"],
    help: "Has an attachment, HTML, or errors or warnings",
  },
  { name: "is", value: "state", values: ["unread", "read"], help: "Read or unread" },
  { name: "after", value: "date or age", help: "Received since a date (UTC), or in the last 5m, 2h, 3d" },
  { name: "before", value: "date or age", help: "Received before a date (UTC), or more than 5m, 2h, 3d ago" },
  { name: "larger", value: "size", help: "Larger than a size in bytes: 500, 10k, 2m" },
  { name: "smaller", value: "size", help: "Smaller than a size in bytes: 500, 10k, 2m" },
  { name: "cc", value: "name or address", help: "In Cc" },
  { name: "bcc", value: "name or address", help: "In Bcc, or a recipient not named in To or Cc" },
  { name: "reply-to", value: "name or address", help: "In Reply-To" },
  { name: "addressed", value: "name or address", help: "Any sender or recipient" },
  {
    name: "header",
    value: "Name=text",
    help: "In the header field with this name; header:Name finds all that have it",
  },
  { name: "message-id", value: "id", help: "In Message-ID" },
  { name: "tag", value: "tag", help: "Has this tag" },
  {
    name: "source",
    value: "smtp or API",
    help: "Arrived by smtp, lmtp, http or import, or through the API of a provider: sendgrid, resend, ses, …",
  },
  { name: "user", value: "name", help: "Sent by this user (AUTH)" },
] as const satisfies readonly Operator[];

export type OperatorName = (typeof operators)[number]["name"];
