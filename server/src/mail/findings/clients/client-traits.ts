import type { Envelope, EsmtpParameter } from "@mailglass/shared";
import { readFieldText } from "../../header-fields.ts";
import type { ParsedMail } from "../../parsed-mail.ts";

/** What tells the library that wrote and sent a message. */
export interface ClientTraits {
  /** The argument of EHLO. */
  readonly helo: string;
  /** Parameters of MAIL, as sent. */
  readonly mailParameters: readonly EsmtpParameter[];
  /** Names of the header fields as written, in order. */
  readonly fieldNames: readonly string[];
  /** Without angle brackets; empty if there is none. */
  readonly messageId: string;
  /** The Date field as written. */
  readonly date: string;
  /** X-Mailer and User-Agent. */
  readonly mailers: readonly string[];
  /** Boundaries of the multiparts, outermost first. */
  readonly boundaries: readonly string[];
}

/** Maximum number of header fields and of MIME parts that are examined. */
const MAX_FIELDS = 50;
const MAX_ENTITIES = 20;

export function readClientTraits({ raw, header, tree, envelope }: ParsedMail): ClientTraits {
  const read = (key: string) => readFieldText(raw, header, key)?.trim() ?? "";
  const multiparts = tree.entities.slice(0, MAX_ENTITIES);
  return {
    ...readEnvelopeTraits(envelope),
    fieldNames: header.fields.slice(0, MAX_FIELDS).map(({ name }) => name),
    messageId: read("message-id").replace(/^<(.*)>$/, "$1"),
    date: read("date"),
    mailers: [read("x-mailer"), read("user-agent")].filter((text) => text !== ""),
    boundaries: multiparts.flatMap(({ contentType }) => contentType.parameters.get("boundary") ?? []),
  };
}

function readEnvelopeTraits({ helo, from }: Envelope): Pick<ClientTraits, "helo" | "mailParameters"> {
  return { helo, mailParameters: from.parameters };
}
