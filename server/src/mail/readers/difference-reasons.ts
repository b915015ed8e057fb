import { isAscii, isUtf8 } from "node:buffer";
import type { ReaderField } from "@mailglass/shared";
import { readFieldText } from "../header-fields.ts";
import type { Entity } from "../mime-entity.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import type { Reading } from "./reading.ts";

/** Facts about a message whose readings differ. */
export interface DifferenceContext {
  readonly parsed: ParsedMail;
  readonly mailglass: Reading;
}

/** A reason why mailparser reads something differently. */
interface DifferenceReason {
  readonly code: string;
  readonly text: string;
  readonly fields: readonly ReaderField[];
  /** True if a mail client displays the same in both cases. */
  readonly isHarmless?: true;
  applies(context: DifferenceContext, field: ReaderField): boolean;
}

/** In order of precedence: the first that applies to a field is its reason. */
const REASONS: readonly DifferenceReason[] = [
  {
    code: "date-invalid",
    text: "mailparser cannot read this Date field, and returns the current time instead",
    fields: ["date"],
    applies: ({ parsed }) => Number.isNaN(Date.parse(readDateText(parsed))),
  },
  {
    code: "date-without-zone",
    text: "The Date field names no time zone; mailparser takes that of the machine it runs on",
    fields: ["date"],
    applies: ({ parsed }) => !/(?:[+-]\d{4}|\b[A-Z]{1,5})\s*(?:\(.*\)\s*)?$/i.test(readDateText(parsed)),
  },
  {
    code: "field-repeated",
    text: "The field occurs more than once; mailparser reads only the first",
    fields: ["subject", "from", "replyTo", "date"],
    applies: ({ parsed }, field) => listFields(parsed, field).length > 1,
  },
  {
    code: "header-charset",
    text: "The field has bytes above 127 that are not UTF-8; mailparser shows a replacement character for each",
    fields: ["subject", "from", "to", "cc", "bcc", "replyTo"],
    applies: ({ parsed }, field) =>
      listFields(parsed, field).some(({ start, end }) => !isUtf8(parsed.raw.subarray(start, end))),
  },
  {
    code: "text-from-html",
    text: "The message has no text part; mailparser makes a text from the HTML",
    fields: ["text"],
    isHarmless: true,
    applies: ({ mailglass }) => mailglass.text === null && mailglass.html !== null,
  },
  {
    code: "enclosed-message",
    text: "mailparser adds an enclosed message to the text where its disposition is inline, and else lists it as one attachment",
    fields: ["text", "html", "attachments"],
    applies: ({ parsed }) =>
      hasEntity(parsed, ({ contentType }) => /^message\/(?:rfc822|global)$/.test(contentType.value)),
  },
  {
    code: "type-from-name",
    text: "mailparser takes the type of application/octet-stream from the name of the file",
    fields: ["attachments"],
    isHarmless: true,
    applies: ({ mailglass }) =>
      mailglass.attachments.some(({ type, filename }) => type === "application/octet-stream" && filename !== null),
  },
  {
    code: "text-part-named",
    text: "mailparser takes a text part with a file name as part of the text, unless its disposition is attachment",
    fields: ["text", "html", "attachments"],
    applies: ({ parsed }) => hasEntity(parsed, (entity) => isPlainOrHtml(entity) && hasName(entity)),
  },
  {
    code: "text-type",
    text: "mailparser lists a text part that is neither text/plain nor text/html as an attachment",
    fields: ["text", "html", "attachments"],
    applies: ({ parsed }) => hasEntity(parsed, (entity) => isText(entity) && !isPlainOrHtml(entity)),
  },
  {
    code: "charset-missing",
    text: "The text has bytes above 127 and names no charset; mailparser reads it as UTF-8",
    fields: ["text", "html"],
    applies: ({ parsed }) =>
      hasEntity(parsed, (entity) => isText(entity) && hasOtherCharset(parsed, entity) && readCharset(entity) === ""),
  },
  {
    code: "charset",
    text: "The text is in a charset that the readers decode in different ways",
    fields: ["text", "html"],
    applies: ({ parsed }) => hasEntity(parsed, (entity) => isText(entity) && hasOtherCharset(parsed, entity)),
  },
  {
    code: "header-broken",
    text: "A line of the header is no field, or no blank line ends it; the readers let the text begin in different places",
    fields: ["subject", "from", "to", "cc", "bcc", "replyTo", "date", "text", "html", "attachments"],
    applies: ({ parsed: { header } }) => header.endedBy === "line" || header.strayLines.length > 0,
  },
  {
    code: "structure-broken",
    text: "The parts of a multipart are not delimited as its Content-Type says, and the readers find different parts",
    fields: ["text", "html", "attachments"],
    applies: ({ parsed }) => hasEntity(parsed, isBrokenMultipart),
  },
  {
    code: "content-field-malformed",
    text: "The Content-Type, or another field that describes a part, is malformed",
    fields: ["text", "html", "attachments"],
    applies: ({ parsed }) => hasEntity(parsed, ({ malformed }) => malformed !== undefined),
  },
  {
    code: "text-joined",
    text: "mailparser joins all parts with text, and adds HTML parts outside of multipart/alternative as text",
    fields: ["text", "html"],
    applies: ({ parsed }) => parsed.tree.entities.filter(isText).length > 1,
  },
  {
    code: "format-flowed",
    text: "The text has format=flowed (RFC 3676), whose lines the readers join in different ways",
    fields: ["text"],
    applies: ({ parsed }) => hasEntity(parsed, ({ contentType }) => contentType.parameters.has("format")),
  },
];

/** Finds why the readings of a field differ; undefined if the reason is unknown. */
export function findReason(context: DifferenceContext, field: ReaderField): DifferenceReason | undefined {
  return REASONS.find((reason) => reason.fields.includes(field) && reason.applies(context, field));
}

function readDateText({ raw, header }: ParsedMail): string {
  return readFieldText(raw, header, "date") ?? "";
}

function listFields({ header }: ParsedMail, field: ReaderField) {
  const key = field === "replyTo" ? "reply-to" : field;
  return header.fields.filter((candidate) => candidate.key === key);
}

function hasEntity({ tree }: ParsedMail, isMatch: (entity: Entity) => boolean): boolean {
  return tree.entities.some(isMatch);
}

function isText({ contentType }: Entity): boolean {
  return contentType.value.startsWith("text/");
}

function isBrokenMultipart({ contentType, children, isClosed }: Entity): boolean {
  return contentType.value.startsWith("multipart/") && (children.length === 0 || !isClosed);
}

function isPlainOrHtml({ contentType }: Entity): boolean {
  return contentType.value === "text/plain" || contentType.value === "text/html";
}

function hasName({ contentType, disposition }: Entity): boolean {
  return contentType.parameters.has("name") || (disposition?.parameters.has("filename") ?? false);
}

function readCharset({ contentType }: Entity): string {
  return contentType.parameters.get("charset") ?? "";
}

/** Whether a text is neither ASCII nor labelled and encoded as UTF-8. */
function hasOtherCharset(parsed: ParsedMail, entity: Entity): boolean {
  const charset = readCharset(entity);
  const bytes = parsed.decodedBytes(entity);
  // Some charsets, such as ISO-2022-JP and UTF-7, encode other letters as ASCII bytes.
  if (isAscii(bytes)) return !/^(?:|us-ascii|ascii|utf-?8|iso-8859-\d+|windows-\d+)$/i.test(charset);
  return !/^utf-?8$/i.test(charset) || !isUtf8(bytes);
}
