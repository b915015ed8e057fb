import type { Attachment, Code, HeaderField, Link, Message } from "../message.ts";
import type { Session } from "../session.ts";
import type { Client } from "./client.ts";

/** An enclosed part, with the way to its bytes. */
export interface ReceivedAttachment extends Attachment {
  /** Decoded. */
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

/** A message as a test looks at it: all that is known of it, its links and codes picked, its bytes fetched when asked for. */
export interface ReceivedMessage extends Omit<Message, "attachments"> {
  readonly attachments: readonly ReceivedAttachment[];
  /**
   * The one link whose address or text contains `match`, or matches it; without it, the only link there is.
   *
   * @throws where there is none, or where several could be meant; the message lists those there are
   */
  link(match?: string | RegExp): string;
  /**
   * The one code that the message tells, e.g. `123456`.
   *
   * @throws where there is none, or where several could be meant; the message lists them
   */
  code(): string;
  /** The decoded value of the first header field of this name, in any case; undefined where there is none. */
  header(name: string): string | undefined;
  /** The source, byte for byte. */
  raw(): Promise<Uint8Array<ArrayBuffer>>;
  /** The SMTP session that brought it, with its transcript. */
  session(): Promise<Session>;
}

export function createReceivedMessage(client: Client, message: Message): ReceivedMessage {
  const { id } = message;
  return {
    ...message,
    attachments: message.attachments.map((attachment) => ({
      ...attachment,
      bytes: () => client.getPart({ params: { id, number: attachment.part } }),
    })),
    link: (match) => pickLink(message, match),
    code: () => pickCode(message),
    header: (name) => findHeader(message.headers, name)?.value,
    raw: () => client.getRaw({ params: { id } }),
    session: () => client.getMessageSession({ params: { id } }),
  };
}

function pickLink({ subject, links }: Message, match: string | RegExp | undefined): string {
  const matching = links.filter(({ href, text }) => matchesText(href, match) || matchesText(text, match));
  const [first, ...others] = new Set(matching.map(({ href }) => href));
  if (first !== undefined && others.length === 0) return first;
  const wanted = match === undefined ? "" : ` that matches ${String(match)}`;
  const problem = first === undefined ? `has no link${wanted}` : `has ${others.length + 1} links${wanted}; say which`;
  throw new Error(`“${subject}” ${problem}.\n${formatAvailable(links.map(describeLink))}`);
}

function matchesText(text: string, match: string | RegExp | undefined): boolean {
  if (match === undefined) return true;
  return typeof match === "string" ? text.includes(match) : text.search(match) >= 0;
}

const describeLink = ({ href, text }: Link): string => (text === "" ? href : `${href}  (${text})`);

function pickCode({ subject, codes }: Message): string {
  const [first, ...others] = new Set(codes.map(({ value }) => value));
  if (first !== undefined && others.length === 0) return first;
  const problem =
    first === undefined ? "tells no code" : `tells ${others.length + 1} codes; which is meant is in \`codes\``;
  throw new Error(`“${subject}” ${problem}.\n${formatAvailable(codes.map(describeCode))}`);
}

const describeCode = ({ value, label, source }: Code): string => `${value}  (${label || source})`;

const formatAvailable = (lines: readonly string[]): string =>
  lines.length === 0 ? "It has none at all." : `It has:\n${lines.map((line) => `  ${line}`).join("\n")}`;

function findHeader(headers: readonly HeaderField[], name: string): HeaderField | undefined {
  const key = name.toLowerCase();
  return headers.find((field) => field.name.toLowerCase() === key);
}
