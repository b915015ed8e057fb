import * as Type from "typebox";
import { Address } from "./address.ts";
import { Envelope } from "./envelope.ts";
import { Finding, FindingCounts } from "./finding.ts";
import { ContentKind } from "./message-content.ts";

/** Number of addresses of a message; rows list the first 20 of each. */
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
 * The fields shown in a row of the list. Texts have at most 1,000 characters; a longer one is truncated and ends with
 * “…”. Each list of addresses has at most 20; `addressCounts` has the full numbers.
 */
export const MessageSummary = Type.Object(
  {
    id: Type.String({ description: "Assigned by Mailglass, [A-Za-z0-9]+, never taken from the message" }),
    seq: Type.Integer({ description: "Grows with every change of the mailbox; cursor for lists and the stream" }),
    receivedAt: Type.String({ format: "date-time", description: "Time of the last byte, UTC" }),
    size: Type.Integer({ description: "Bytes of the raw source" }),
    from: Type.Union([Address, Type.Null()], { description: "First address of From:; null if there is none" }),
    to: Type.Array(Address),
    cc: Type.Array(Address),
    bcc: Type.Array(Address, { description: "From a Bcc: header field; hidden recipients are only in recipients" }),
    replyTo: Type.Array(Address),
    sender: Type.String({ description: "Reverse-path of the envelope" }),
    recipients: Type.Array(Type.String(), { description: "Forward-paths of the envelope" }),
    addressCounts: AddressCounts,
    source: Type.String({
      description:
        "How it arrived: smtp, lmtp, http (composed by POST /api/messages), import (a source given to it), or the provider whose API was used: sendgrid, resend, ses, mailgun, postmark, …",
    }),
    user: Type.Union([Type.String(), Type.Null()], { description: "Authenticated user" }),
    subject: Type.String({ description: "Decoded, on one line; empty if there is none" }),
    messageId: Type.String({ description: "Message-ID without angle brackets; empty if there is none" }),
    threadId: Type.String({
      description:
        "Message-ID of the message that began the thread: the first one in References, else in In-Reply-To, else its own; empty if there is none",
    }),
    snippet: Type.String({ description: "The first text, at most 200 characters" }),
    attachmentCount: Type.Integer({
      description: "Without the message's text parts, images shown by its HTML, and parts of a report",
    }),
    hasHtml: Type.Boolean(),
    findingCounts: FindingCounts,
    partial: Type.Boolean({
      description:
        "True if a very large message was not read within half a second: the row of an event or a list is then based on its first 4 KiB and has no findings. A later list has the complete row",
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
    raw: Type.String({ description: "The value as sent, with its line folds, without the final line end" }),
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
    shownAs: Type.Union([Type.Literal("anchor"), Type.Literal("image"), Type.Literal("url")], {
      description:
        "anchor: a link with text; image: a link around an image without other text, or an area of an image map; url: a URL written out in text",
    }),
  },
  { $id: "Link" },
);
export type Link = Type.Static<typeof Link>;

/** A one-time code. If several are equally likely, all are listed, the likeliest first. */
export const Code = Type.Object(
  {
    value: Type.String({ description: "As it is typed: 482-913 is 482913, KX7-P2Q stays" }),
    source: Type.Union([Type.Literal("header"), Type.Literal("labelled"), Type.Literal("standalone")], {
      description: "header: OTP-Token field; labelled: next to a word like “code”; standalone: a number on its own",
    }),
    label: Type.String({ description: "The words that name it; empty if none do" }),
  },
  { $id: "Code" },
);
export type Code = Type.Static<typeof Code>;

/** A node of the MIME tree (RFC 2045), with its range of bytes. */
export const Part = Type.Object(
  {
    number: Type.String({ description: "IMAP-style section number: 1, 1.2; the message itself is “0”" }),
    type: Type.String({ description: "Lower case, e.g. text/plain" }),
    charset: Type.Union([Type.String(), Type.Null()]),
    encoding: Type.String({ description: "Content-Transfer-Encoding, lower case; 7bit if there is none" }),
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
    filename: Type.String({ description: "As named; derived from the type if it has no name" }),
    isNameGenerated: Type.Boolean({ description: "True if the message gives it no name" }),
    type: Type.String(),
    size: Type.Integer({ description: "Bytes, decoded" }),
    contentId: Type.Union([Type.String(), Type.Null()]),
    inline: Type.Boolean({ description: "Referenced by the HTML, with disposition inline, or text of the message" }),
    inHtml: Type.Boolean({ description: "An image that the HTML shows (RFC 2392)" }),
    inText: Type.Boolean({ description: "Text of the message that has a name; it is shown with the other text" }),
    inReport: Type.Boolean({ description: "A part of a report, such as the message that a bounce returns (RFC 6522)" }),
  },
  { $id: "Attachment" },
);
export type Attachment = Type.Static<typeof Attachment>;

/** A message with all that is known of it. The raw source has its own route. */
export const Message = Type.Intersect(
  [
    MessageSummary,
    Type.Object({
      date: Type.Union([Type.String({ format: "date-time" }), Type.Null()], {
        description: "The Date: field, if it is valid",
      }),
      headers: Type.Array(HeaderField),
      text: Type.Union([Type.String(), Type.Null()], {
        description: "The text parts, one below the other. For an encrypted message, a sentence that says so",
      }),
      html: Type.Union([Type.String(), Type.Null()], { description: "As sent, not sanitized" }),
      contents: Type.Array(ContentKind, { description: "What `GET /api/messages/:id/content` has for it" }),
      attachments: Type.Array(Attachment),
      links: Type.Array(Link),
      codes: Type.Array(Code),
      envelope: Envelope,
      findings: Type.Array(Finding, {
        description: "Those of the session that delivered it (`in` is session or transcript), then those of its bytes",
      }),
      sessionFailure: Type.Union([Type.String(), Type.Null()], {
        description: "What went wrong in the session after this message was accepted; null if nothing did, or not yet",
      }),
      duplicateOf: Type.Optional(
        Type.Union([Type.String(), Type.Null()], {
          description:
            "`id` of the oldest message here that it repeats: with the same Message-ID, or with the same bytes if it has none. Not in the result of a wait",
        }),
      ),
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
            "The members that are truncated here because of their size. /text and /html have all text, /raw has everything",
        },
      ),
    }),
  ],
  { $id: "Message" },
);
export type Message = Type.Static<typeof Message>;
