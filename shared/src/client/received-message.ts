import type { Comparison } from "../comparison.ts";
import type { Attachment, Code, HeaderField, Link, Message, MessageSummary } from "../message.ts";
import type { MessageContent } from "../message-content.ts";
import type { MessageField } from "../message-fields.ts";
import type { ProviderRequest } from "../provider-request.ts";
import type { MessageSession } from "../session.ts";
import type { Thread } from "../thread.ts";
import type { Released } from "../transfer.ts";
import { checkDeliverable, checkFindings, type FindingCheck, type FindingSelection } from "./check-findings.ts";
import type { Client } from "./client.ts";
import { MessageCheckResults } from "./message-check-results.ts";

/** An attachment with a method to fetch its bytes. */
export interface ReceivedAttachment extends Attachment {
  /** Fetches the decoded bytes. */
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

/** A message for use in tests: all that is known of it, selected links and codes, and its bytes on demand. */
export interface ReceivedMessage extends Omit<Message, "attachments"> {
  readonly attachments: readonly ReceivedAttachment[];
  /**
   * Returns the link whose URL or text contains `match`, or matches it; without `match`, the only link.
   *
   * @throws if there is none, or if several match; the message lists the links
   */
  link(match?: string | RegExp): string;
  /**
   * Returns the only code in the message, e.g. `123456`.
   *
   * @throws if there is none, or more than one; the message lists the codes
   */
  code(): string;
  /** Returns the decoded value of the first header field with this name, in any case; undefined if there is none. */
  header(name: string): string | undefined;
  /**
   * Checks that it has no errors and warnings in these groups; without groups, those that the list of messages counts.
   *
   * @throws if there are some; the message lists them, each with its fix
   */
  expectNoFindings(selection?: FindingSelection): void;
  /**
   * Checks that no strict server or large mailbox provider would refuse it.
   *
   * @throws if one would; the message lists the errors, each with its fix
   */
  expectDeliverable(): void;
  /** Fetches its calendar events, reports, signatures, and the files of a winmail.dat. */
  content(): Promise<MessageContent>;
  /** Fetches its thread: the messages here that it answers, or that answer it. */
  thread(): Promise<Thread>;
  /** Compares it with another message, without what always differs: dates, ids, boundaries, tokens, codes. */
  compareWith(other: { readonly id: string }): Promise<Comparison>;
  /** Sends it to the SMTP port again, with its envelope and its exact bytes. Returns the row of the new message. */
  resend(): Promise<MessageSummary>;
  /** Sends it to these recipients through the server of `--relay`. */
  release(...to: readonly string[]): Promise<Released>;
  /** Fetches the source, byte for byte. */
  raw(): Promise<Uint8Array<ArrayBuffer>>;
  /** Checks that are made on request: `(await message.checks.html)?.features`. */
  readonly checks: MessageCheckResults;
  /** Fetches the SMTP session that delivered it, with its transcript. */
  session(): Promise<MessageSession>;
  /**
   * Fetches the request to a provider's API that sent it, with what each field became.
   *
   * @throws if it did not arrive through such an API: see `source`
   */
  request(): Promise<ProviderRequest>;
}

/** What is not in the response to a request of a message. */
export type MessageMethod = Exclude<keyof ReceivedMessage, MessageField>;

/** A message with the members that were requested. */
type RequestedMessage = Pick<Message, "id"> & Partial<Message>;

/** The result has only the members that were requested. `SelectedMessage` is its type then. */
export function createReceivedMessage(client: Client, message: RequestedMessage): ReceivedMessage {
  const { attachments, ...others } = message;
  const { id } = others;
  const received: Pick<ReceivedMessage, MessageMethod> & Partial<ReceivedMessage> = {
    ...others,
    ...(attachments && {
      attachments: attachments.map((attachment) => ({
        ...attachment,
        bytes: () => client.getPart({ params: { id, number: attachment.part } }),
      })),
    }),
    link: (match) => pickLink(message, match),
    code: () => pickCode(message),
    header: (name) => findHeader(message, name)?.value,
    expectNoFindings: (selection) => throwUnlessPassed(checkFindings(requireFindings(message), selection)),
    expectDeliverable: () => throwUnlessPassed(checkDeliverable(requireFindings(message))),
    checks: new MessageCheckResults(client, id),
    content: () => client.getContent({ params: { id } }),
    thread: () => client.getThread({ params: { id } }),
    compareWith: (other) => client.compareMessages({ params: { id, other: other.id } }),
    resend: () => client.resendMessage({ params: { id } }),
    release: (...to) => client.releaseMessage({ params: { id }, body: { to: [...to] } }),
    raw: () => client.getRaw({ params: { id } }),
    session: () => client.getMessageSession({ params: { id } }),
    request: () => client.getRequest({ params: { id } }),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the methods of `Inbox` return it as a `SelectedMessage`
  return received as ReceivedMessage;
}

function throwUnlessPassed({ pass, message }: FindingCheck): void {
  if (!pass) throw new Error(message);
}

function pickLink(
  { subject = "", links = throwNotRequested("links") }: RequestedMessage,
  match: string | RegExp | undefined,
): string {
  const matching = links.filter(({ href, text }) => matchesText(href, match) || matchesText(text, match));
  const [first, ...others] = new Set(matching.map(({ href }) => href));
  if (first !== undefined && others.length === 0) return first;
  const wanted = match === undefined ? "" : ` that matches ${String(match)}`;
  const problem =
    first === undefined
      ? `has no link${wanted}`
      : `has ${others.length + 1} links${wanted}; pass a match to choose one`;
  throw new Error(`“${subject}” ${problem}.\n${formatAvailable(links.map(describeLink))}`);
}

function matchesText(text: string, match: string | RegExp | undefined): boolean {
  if (match === undefined) return true;
  return typeof match === "string" ? text.includes(match) : text.search(match) >= 0;
}

const describeLink = ({ href, text }: Link): string => (text === "" ? href : `${href}  (${text})`);

function pickCode({ subject = "", codes = throwNotRequested("codes") }: RequestedMessage): string {
  const [first, ...others] = new Set(codes.map(({ value }) => value));
  if (first !== undefined && others.length === 0) return first;
  const problem =
    first === undefined ? "contains no code" : `contains ${others.length + 1} codes; choose one from \`codes\``;
  throw new Error(`“${subject}” ${problem}.\n${formatAvailable(codes.map(describeCode))}`);
}

const describeCode = ({ value, label, source }: Code): string => `${value}  (${label || source})`;

const formatAvailable = (lines: readonly string[]): string =>
  lines.length === 0 ? "There are none." : `Found:\n${lines.map((line) => `  ${line}`).join("\n")}`;

function requireFindings({ subject = "", findings = throwNotRequested("findings") }: RequestedMessage) {
  return { subject, findings };
}

/** Only code without types gets here. */
function throwNotRequested(field: MessageField): never {
  throw new Error(`This message was requested without its ${field}: add “${field}” to \`fields\`.`);
}

function findHeader(
  { headers = throwNotRequested("headers") }: RequestedMessage,
  name: string,
): HeaderField | undefined {
  const key = name.toLowerCase();
  return headers.find((field) => field.name.toLowerCase() === key);
}
