import { base64, createSource, type Mistake, utf8 } from "./mistake.ts";

/** Returns a Date field that many hours after another one. */
function addHours(date: string, hours: number): string {
  return new Date(Date.parse(date) + hours * 3_600_000).toUTCString().replace("GMT", "+0000");
}

/** Mistakes in the header. */
export const GRAMMAR_MISTAKES: readonly Mistake[] = [
  { code: "header-missing", title: "Text without a header", message: () => "\r\nHello Ann\r\n" },
  {
    code: "blank-line-missing",
    title: "No blank line before the text",
    message: (date) => createSource()(date).replace("\r\n\r\n", "\r\nHello Ann,\r\n"),
  },
  {
    code: "fields-in-body",
    title: "A template has a blank line too many",
    message: (date) => createSource()(date).replace("Subject:", "\r\nSubject:"),
  },
  {
    code: "subject-empty",
    because: "fields-in-body",
    title: "The subject comes after the blank line",
    message: (date) => createSource()(date).replace("Subject:", "\r\nSubject:"),
  },
  {
    code: "field-folded-away",
    title: "A template is indented",
    message: (date) => createSource()(date).replace("Subject:", "  Subject:"),
  },
  {
    code: "header-line-without-colon",
    title: "A line without a colon inside the header",
    message: (date) => createSource()(date).replace("Subject:", "Order 4711\r\nSubject:"),
  },
  {
    code: "mbox-line",
    title: "A message from an mbox file",
    message: (date) => `From shop@example.com Fri Nov 27 12:00:00 2026\r\n${createSource()(date)}`,
  },
  {
    code: "byte-order-mark",
    title: "A template saved by Notepad",
    message: (date) => `\xef\xbb\xbf${createSource()(date)}`,
  },
  {
    code: "blank-line-before-header",
    title: "A template begins with a line break",
    message: (date) => `\r\n${createSource()(date)}`,
  },
  { code: "first-field-indented", title: "A heredoc with indentation", message: (date) => ` ${createSource()(date)}` },
  {
    code: "eight-bit-header",
    title: "UTF-8 in the subject without encoding",
    message: createSource({ Subject: utf8("Ihre Bestellung für Müller") }),
  },
  { code: "header-not-utf8", title: "ISO-8859-1 in the subject", message: createSource({ Subject: "F\xfcr Sie" }) },
  {
    code: "field-repeated",
    title: "The library sets Subject again",
    message: (date) => `Subject: First\r\n${createSource()(date)}`,
  },
  {
    code: "header-injection",
    title: "A name with a line break is put into Subject",
    message: createSource({ Subject: "Message from Ann\r\nBcc: victim@example.net\r\nTo: other@example.net" }),
  },
  {
    code: "return-path-present",
    title: "The program writes Return-Path",
    message: createSource({ "Return-Path": "<shop@example.com>" }),
  },
  { code: "from-missing", title: "No From", message: createSource({ From: null }) },
  {
    code: "sender-missing",
    title: "Two authors without Sender",
    message: createSource({ From: "shop@example.com, sales@example.com" }),
  },
  {
    code: "address-guessed",
    title: "A comma in a name without quotes",
    message: createSource({ From: "Example, Shop <shop@example.com>" }),
  },
  { code: "address-malformed", title: "An empty variable in From", message: createSource({ From: "Shop <>" }) },
  { code: "field-empty", title: "An empty variable in Reply-To", message: createSource({ "Reply-To": "" }) },
  { code: "field-empty", title: "“undefined” in Reply-To", message: createSource({ "Reply-To": "undefined" }) },
  { code: "reply-to-misspelt", title: "ReplyTo", message: createSource({ ReplyTo: "help@example.com" }) },
  {
    code: "field-unknown-near",
    title: "A field one letter off",
    message: createSource({ "In-Replay-To": "<1@example.org>" }),
  },
  { code: "field-unknown-near", title: "Subjet", message: createSource({ Subject: null, Subjet: "Your order" }) },
  { code: "date-missing", title: "No Date", message: createSource({ Date: null }) },
  { code: "date-invalid", title: "30 February", message: createSource({ Date: "Mon, 30 Feb 2026 12:00:00 +0000" }) },
  { code: "date-invalid", title: "A localized month", message: createSource({ Date: "27/11/2026 12:00" }) },
  {
    code: "date-weekday-wrong",
    title: "The weekday does not fit",
    message: (date) => createSource({ Date: date.replace(/^\w+/, (day) => (day === "Mon" ? "Tue" : "Mon")) })(date),
  },
  {
    code: "date-without-zone",
    title: "No zone",
    message: (date) => createSource({ Date: date.replace(/ \S+$/, "") })(date),
  },
  {
    code: "date-skew",
    title: "Local time sent as UTC",
    message: (date) => createSource({ Date: addHours(date, 2) })(date),
  },
  {
    code: "date-skew",
    title: "A clock that is a day behind",
    message: (date) => createSource({ Date: addHours(date, -24) })(date),
  },
  { code: "message-id-missing", title: "No Message-ID", message: createSource({ "Message-ID": null }) },
  {
    code: "message-id-malformed",
    title: "Message-ID without brackets",
    message: createSource({ "Message-ID": "4711@shop.example.com" }),
  },
  {
    code: "message-id-domain",
    title: "The id of a container",
    message: createSource({ "Message-ID": "<17@3f2b8c1d9e0a>" }),
  },
  { code: "message-id-domain", title: "localhost", message: createSource({ "Message-ID": "<17@localhost>" }) },
  { code: "subject-empty", title: "No subject", message: createSource({ Subject: "" }) },
  {
    code: "subject-encoded-twice",
    title: "The encoded word is encoded again",
    message: createSource({ Subject: `=?utf-8?B?${base64("=?utf-8?B?SWhyZSBCZXN0ZWxsdW5n?=")}?=` }),
  },
  {
    code: "mojibake",
    title: "UTF-8 read as ISO-8859-1",
    message: createSource({ Subject: `=?utf-8?Q?Bestellung_f=C3=83=C2=BCr_M=C3=83=C2=BCller?=` }),
  },
  {
    code: "entity-in-header",
    title: "HTML entities in the subject",
    message: createSource({ Subject: "Tom &amp; Ann&#39;s order" }),
  },
  {
    code: "template-leftover",
    title: "A variable that was not filled",
    message: createSource({ Subject: "Hello {{ first_name }}" }),
  },
  {
    code: "template-leftover",
    title: "undefined in the text",
    message: createSource({}, "Hello undefined,\r\n\r\nyour order is on its way.\r\n"),
  },
  {
    code: "template-leftover",
    title: "An object in the subject",
    message: createSource({ Subject: "Order [object Object]" }),
  },
  {
    code: "template-leftover",
    title: "A recipient variable",
    message: createSource({}, "Hello %recipient.name%,\r\n\r\nyour order is on its way.\r\n"),
  },
  {
    code: "list-unsubscribe-malformed",
    title: "List-Unsubscribe without brackets",
    message: createSource({ "List-Unsubscribe": "https://example.com/u/1" }),
  },
  {
    code: "list-id-malformed",
    title: "List-Id without brackets",
    message: createSource({
      "List-Id": "newsletter",
      "List-Unsubscribe": "<https://example.com/u/1>",
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }),
  },
  {
    code: "blank-before-colon",
    title: "A blank before the colon",
    message: (date) => createSource()(date).replace("Subject:", "Subject :"),
  },
  {
    code: "address-obsolete",
    title: "Blanks inside an address",
    message: createSource({ "Reply-To": "help @ example.com" }),
  },
  {
    code: "date-malformed",
    title: "A date in ISO 8601",
    message: (date) => createSource({ Date: new Date(date).toISOString() })(date),
  },
  {
    code: "date-obsolete",
    title: "A time zone by its name",
    message: (date) => createSource({ Date: date.replace("+0000", "EST") })(date),
  },
  {
    code: "date-zone-unknown",
    title: "A zone that mail does not define",
    message: (date) => createSource({ Date: date.replace("+0000", "CEST") })(date),
  },
  { code: "line-over-78", title: "A line of 90 characters", message: createSource({}, `${"word ".repeat(18)}\r\n`) },
  {
    code: "message-id-repeated",
    title: "The program sends a message again with the same Message-ID",
    message: createSource(),
    isSentTwice: true,
  },
];
