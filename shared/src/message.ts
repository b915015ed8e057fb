import * as Type from "typebox";
import { Address } from "./address.ts";
import { Envelope } from "./envelope.ts";
import { Finding, FindingCounts } from "./finding.ts";

/** How many addresses a message has; rows list the first 20 of each. */
export const AddressCounts = Type.Object(
  {
    to: Type.Integer(),
    cc: Type.Integer(),
    bcc: Type.Integer(),
    replyTo: Type.Integer(),
    recipients: Type.Integer(),
  },
  { $id: "AddressCounts" },
);
export type AddressCounts = Type.Static<typeof AddressCounts>;

/**
 * What a row of the list shows. Texts have at most 1,000 characters; a longer one is cut and ends with “…”. Each list of
 * addresses has at most 20; `addressCounts` says how many there are.
 */
export const MessageSummary = Type.Object(
  {
    id: Type.String({ description: "Ours, [A-Za-z0-9]+, never taken from the message" }),
    seq: Type.Integer({ description: "Grows with every change of the mailbox; cursor of lists and of the stream" }),
    receivedAt: Type.String({ format: "date-time", description: "When the last byte had come, UTC" }),
    size: Type.Integer({ description: "Bytes of the raw source" }),
    from: Type.Union([Address, Type.Null()], { description: "First address of From:; null where there is none" }),
    to: Type.Array(Address),
    cc: Type.Array(Address),
    bcc: Type.Array(Address, { description: "Of a Bcc: header field; hidden recipients are in recipients only" }),
    replyTo: Type.Array(Address),
    sender: Type.String({ description: "Reverse-path of the envelope" }),
    recipients: Type.Array(Type.String(), { description: "Forward-paths of the envelope" }),
    addressCounts: AddressCounts,
    user: Type.Union([Type.String(), Type.Null()], { description: "Who logged in" }),
    subject: Type.String({ description: "Decoded, on one line; empty where there is none" }),
    messageId: Type.String({ description: "Message-ID without angle brackets; empty where there is none" }),
    snippet: Type.String({ description: "The first text, at most 200 characters" }),
    attachmentCount: Type.Integer({
      description: "Without what is text of the message, and pictures that its HTML shows",
    }),
    hasHtml: Type.Boolean(),
    findingCounts: FindingCounts,
    partial: Type.Boolean({
      description:
        "True in an event about a very large message that was not read in time: the row is made from its first 16 KiB. The list has it complete",
    }),
    read: Type.Boolean(),
    tags: Type.Array(Type.String()),
    sessionId: Type.Union([Type.String(), Type.Null()]),
  },
  { $id: "MessageSummary" },
);
export type MessageSummary = Type.Static<typeof MessageSummary>;

/** A header field in the order of the source (RFC 5322 §2.2). */
export const HeaderField = Type.Object(
  {
    name: Type.String({ description: "As spelled in the source" }),
    value: Type.String({ description: "Unfolded, encoded words (RFC 2047) decoded" }),
    raw: Type.String({ description: "The value as sent, with its folds, without the final line end" }),
    start: Type.Integer({ description: "Offset of its first byte" }),
    end: Type.Integer({ description: "Offset after its line end" }),
  },
  { $id: "HeaderField" },
);
export type HeaderField = Type.Static<typeof HeaderField>;

/** A link found in the HTML part, or in the text part. */
export const Link = Type.Object(
  {
    href: Type.String({ description: "Decoded" }),
    text: Type.String({ description: "The anchor's text; empty for a link found in plain text" }),
    in: Type.Union([Type.Literal("html"), Type.Literal("text")]),
  },
  { $id: "Link" },
);
export type Link = Type.Static<typeof Link>;

/** A one-time code. More than one is told, never guessed between. */
export const Code = Type.Object(
  {
    value: Type.String(),
    source: Type.Union([Type.Literal("header"), Type.Literal("labelled"), Type.Literal("standalone")], {
      description: "OTP-Token header field; text next to a word like “code”; a lone number",
    }),
    label: Type.String({ description: "The words that name it; empty for a standalone one" }),
  },
  { $id: "Code" },
);
export type Code = Type.Static<typeof Code>;

/** One node of the MIME tree (RFC 2045), with the bytes that it stands on. */
export const Part = Type.Object(
  {
    number: Type.String({ description: "IMAP-style section number: 1, 1.2; the message itself is “0”" }),
    type: Type.String({ description: "Lower case, e.g. text/plain" }),
    charset: Type.Union([Type.String(), Type.Null()]),
    encoding: Type.String({ description: "Content-Transfer-Encoding, lower case; 7bit where there is none" }),
    disposition: Type.Union([Type.Literal("inline"), Type.Literal("attachment"), Type.Null()]),
    filename: Type.Union([Type.String(), Type.Null()]),
    contentId: Type.Union([Type.String(), Type.Null()], { description: "Without angle brackets" }),
    size: Type.Integer({ description: "Bytes of the body once decoded; for a multipart, of the body as sent" }),
    start: Type.Integer({ description: "Offset of its first header byte" }),
    body: Type.Integer({ description: "Offset of its first body byte" }),
    end: Type.Integer({ description: "Offset after its last body byte" }),
    parent: Type.Union([Type.String(), Type.Null()], { description: "`number` of the enclosing part" }),
    encodedIn: Type.Union([Type.String(), Type.Null()], {
      description:
        "`number` of the multipart or message that is encoded as a whole, this part with it; offsets are then those of its body",
    }),
  },
  { $id: "Part" },
);
export type Part = Type.Static<typeof Part>;

/** An attached part, or text of the message that has a name. */
export const Attachment = Type.Object(
  {
    part: Type.String({ description: "`number` of the part: GET /api/messages/:id/parts/:n" }),
    filename: Type.String({ description: "As named; made from the type where it has no name" }),
    type: Type.String(),
    size: Type.Integer({ description: "Bytes, decoded" }),
    contentId: Type.Union([Type.String(), Type.Null()]),
    inline: Type.Boolean({ description: "Referred to by the HTML, disposed inline, or text of the message" }),
    inHtml: Type.Boolean({ description: "A picture that the HTML shows in its place (RFC 2392)" }),
    inText: Type.Boolean({ description: "Text of the message that has a name; it is shown with the other text" }),
  },
  { $id: "Attachment" },
);
export type Attachment = Type.Static<typeof Attachment>;

/** One message with all that is known of it; the raw source is a route of its own. */
export const Message = Type.Intersect(
  [
    MessageSummary,
    Type.Object({
      date: Type.Union([Type.String({ format: "date-time" }), Type.Null()], {
        description: "The Date: field, where it can be read",
      }),
      headers: Type.Array(HeaderField),
      text: Type.Union([Type.String(), Type.Null()], {
        description: "The text parts, one below the other. For an encrypted message, a sentence that says so",
      }),
      html: Type.Union([Type.String(), Type.Null()], { description: "As sent, not sanitised" }),
      attachments: Type.Array(Attachment),
      links: Type.Array(Link),
      codes: Type.Array(Code),
      envelope: Envelope,
      findings: Type.Array(Finding),
      truncated: Type.Array(
        Type.Union([
          Type.Literal("text"),
          Type.Literal("html"),
          Type.Literal("headers"),
          Type.Literal("attachments"),
          Type.Literal("links"),
          Type.Literal("addresses"),
        ]),
        {
          description:
            "What is not complete here, since there are megabytes of it. /text and /html have all text, /raw has everything",
        },
      ),
    }),
  ],
  { $id: "Message" },
);
export type Message = Type.Static<typeof Message>;
