import type { EsmtpParameter, Session } from "@mailglass/shared";
import { readFieldText } from "../../header-fields.ts";
import type { ParsedMail } from "../../parsed-mail.ts";

/** What tells the library that wrote and sent a message. */
export interface ClientTraits {
  /** The argument of EHLO. */
  readonly helo: string;
  /** Parameters of MAIL, as sent. */
  readonly mailParameters: readonly EsmtpParameter[];
  /** Commands of the session as sent, if these are known. */
  readonly commands: readonly string[];
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

/** Maximum length of a value that is examined, in UTF-16 code units. */
const MAX_VALUE_LENGTH = 500;
/** Maximum number of commands of a session that are examined. */
const MAX_COMMANDS = 20;

const NO_MESSAGE = { fieldNames: [], messageId: "", date: "", mailers: [], boundaries: [] };

export function readClientTraits({ raw, header, tree, envelope }: ParsedMail): ClientTraits {
  const read = (key: string) => (readFieldText(raw, header, key) ?? "").slice(0, MAX_VALUE_LENGTH).trim();
  const multiparts = tree.entities.slice(0, MAX_ENTITIES);
  return {
    helo: envelope.helo,
    mailParameters: envelope.from.parameters,
    commands: [],
    fieldNames: header.fields.slice(0, MAX_FIELDS).map(({ name }) => name),
    messageId: read("message-id").replace(/^<(.*)>$/, "$1"),
    date: read("date"),
    mailers: [read("x-mailer"), read("user-agent")].filter((text) => text !== ""),
    boundaries: multiparts.flatMap(({ contentType }) => contentType.parameters.get("boundary") ?? []),
  };
}

/** Reads what a session without its messages tells. */
export function readSessionTraits({ helo, transcript }: Pick<Session, "helo" | "transcript">): ClientTraits {
  const sent = transcript.filter(({ kind }) => kind === "client");
  const commands = sent.slice(0, MAX_COMMANDS).map(({ text }) => text.slice(0, MAX_VALUE_LENGTH));
  const [, parameters = ""] = commands.map((line) => /^mail from:\s*<[^>]*>(.*)$/i.exec(line)).find(Boolean) ?? [];
  return { ...NO_MESSAGE, helo, commands, mailParameters: parseParameters(parameters) };
}

function parseParameters(text: string): EsmtpParameter[] {
  const words = text.split(" ").filter((word) => word !== "");
  return words.map((word) => {
    const [keyword = "", value = null] = word.split("=", 2);
    return { keyword, value };
  });
}
