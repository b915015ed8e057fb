/** An operator of the query language, as the search box suggests it. */
export interface Operator {
  /** Without the colon. */
  readonly name: string;
  /** What may follow the colon; the exact words where only some may. */
  readonly value: string;
  readonly values?: readonly string[];
  readonly help: string;
}

/** All operators, in the order in which they are suggested. */
export const operators = [
  {
    name: "from",
    value: "name or address",
    help: "In From, or the envelope's sender; a whole address matches exactly",
  },
  { name: "to", value: "name or address", help: "In To or Cc, or among the envelope's recipients, hidden ones too" },
  { name: "subject", value: "text", help: "In the subject" },
  { name: "body", value: "text", help: "In the text, or the HTML as it reads" },
  {
    name: "has",
    value: "what",
    values: ["attachment", "html", "findings"],
    help: "With an attachment, with HTML, with errors or warnings",
  },
  { name: "is", value: "state", values: ["unread", "read"], help: "Opened already, or not" },
  { name: "after", value: "date or age", help: "Received since a date (UTC), or in the last 5m, 2h, 3d" },
  { name: "before", value: "date or age", help: "Received before a date (UTC), or longer ago than 5m, 2h, 3d" },
  { name: "larger", value: "size", help: "More bytes than 500, 10k, 2m" },
  { name: "smaller", value: "size", help: "Fewer bytes than 500, 10k, 2m" },
  { name: "cc", value: "name or address", help: "In Cc" },
  { name: "bcc", value: "name or address", help: "In Bcc, or a recipient that To and Cc do not name" },
  { name: "reply-to", value: "name or address", help: "In Reply-To" },
  { name: "addressed", value: "name or address", help: "Anywhere among senders and recipients" },
  { name: "header", value: "Name=text", help: "In the header field of that name; header:Name finds all that have it" },
  { name: "message-id", value: "id", help: "In Message-ID" },
  { name: "tag", value: "tag", help: "With this tag" },
  { name: "user", value: "name", help: "Sent by this user, as logged in by AUTH" },
] as const satisfies readonly Operator[];

export type OperatorName = (typeof operators)[number]["name"];
