import { createHash } from "node:crypto";
import { readBodyHtml } from "../../mail/body-text.ts";
import { entityFilename } from "../../mail/classify-parts.ts";
import { readContentId } from "../../mail/content-id.ts";
import { readFieldText, readHeaderFields } from "../../mail/header-fields.ts";
import type { Mail } from "../../mail/mail.ts";
import type { Entity } from "../../mail/mime-entity.ts";
import { parseDate } from "../../mail/parse-date.ts";
import { type ParsedMail, parseMail } from "../../mail/parsed-mail.ts";
import { encodeJsonChunks } from "../../mail/worker/json-chunks.ts";
import { readReadableText } from "../../mail/worker/readable-text.ts";
import { readHiddenRecipients, toMailpitAddress } from "./addresses.ts";
import type { Attachment, Message } from "./api-types.ts";
import { isListed, sortFiles } from "./file-lists.ts";
import { formatGoTime } from "./go-time.ts";
import { parseListUnsubscribe } from "./parse-list-unsubscribe.ts";

/** The members of a message that are read from its bytes. */
export type ParsedMembers = Pick<
  Message,
  "From" | "To" | "Cc" | "Bcc" | "ReplyTo" | "ListUnsubscribe" | "Date" | "Text" | "HTML" | "Inline" | "Attachments"
>;

/**
 * Encodes `ParsedMembers` as JSON in UTF-8, in chunks.
 *
 * @param receivedAt milliseconds since the epoch; used as the date of a message without one
 */
export function encodeParsedMembers(mail: Mail, receivedAt: number): Uint8Array[] {
  const parsed = parseMail(mail);
  const { attachments, inlines, others } = sortFiles(parsed.tree.root);
  const listed = (entities: readonly Entity[]) =>
    entities.filter(isListed).map((entity) => toMailpitAttachment(parsed, entity));
  const addresses = (key: string) => parsed.addresses(key).map(toMailpitAddress);
  const hidden = readHiddenRecipients(mail).map((address) => ({ Name: "", Address: address }));
  const members: ParsedMembers = {
    From: addresses("from")[0] ?? { Name: "", Address: "" },
    To: addresses("to"),
    Cc: addresses("cc"),
    Bcc: [...addresses("bcc"), ...hidden],
    ReplyTo: addresses("reply-to"),
    ListUnsubscribe: parseListUnsubscribe(
      readHeaderField(mail, "list-unsubscribe"),
      readHeaderField(mail, "list-unsubscribe-post"),
    ),
    Date: formatDate(parsed, receivedAt),
    Text: readReadableText(mail),
    HTML: readBodyHtml(mail) ?? "",
    Inline: listed([...inlines, ...others]),
    Attachments: listed(attachments),
  };
  return encodeJsonChunks({ ...members });
}

/** In the zone that the Date field names; without a readable field, when the message was received. */
function formatDate({ raw, header }: ParsedMail, receivedAt: number): string {
  const sent = parseDate(readFieldText(raw, header, "date") ?? "");
  return sent === undefined ? formatGoTime(new Date(receivedAt)) : formatGoTime(sent.date, sent.offset);
}

function toMailpitAttachment(parsed: ParsedMail, entity: Entity): Attachment {
  const bytes = parsed.decodedBytes(entity);
  const contentId = readContentId(entity) ?? "";
  const sum = (algorithm: string) => createHash(algorithm).update(bytes).digest("hex");
  return {
    PartID: entity.number,
    FileName: entityFilename(entity) ?? contentId,
    ContentType: entity.contentType.value,
    ContentID: contentId,
    Size: bytes.length,
    Checksums: { MD5: sum("md5"), SHA1: sum("sha1"), SHA256: sum("sha256") },
  };
}

function readHeaderField(mail: Mail, key: string): string {
  return readHeaderFields(mail).find((field) => field.name.toLowerCase() === key)?.value ?? "";
}
