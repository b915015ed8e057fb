import { joinInSteps, sliceChunks } from "../../mail/chunks.ts";
import type { StoredMessage } from "../../mailbox/mailbox.ts";
import { generateJson } from "../generate-json.ts";
import { Utf8Text } from "../utf8-text.ts";
import type { Content, Headers, Message, Path } from "./api-types.ts";
import { readContent, trimLastLineEnd } from "./read-content.ts";
import { findHeaderValue } from "./read-header.ts";

/** Generates MailHog's JSON of a message in chunks. `hostname` is used in the header fields that MailHog adds. */
export function* generateMessageJson(stored: StoredMessage, hostname: string): Generator<string> {
  const source = yield* joinInSteps(stored.chunks(), stored.size);
  yield* generateJson(yield* buildMessage(stored, source, hostname));
}

/** The parts of a message as MailHog reads them. Yields every few hundred microseconds. */
export function* readMessageContent(stored: StoredMessage): Generator<string, Content> {
  return yield* readContent(yield* joinInSteps(stored.chunks(), stored.size));
}

/**
 * Generates the same for a source cut after its first `limit` bytes, which bounds the JSON. `Size` is still that of
 * the whole source.
 */
export function* generatePreviewJson(stored: StoredMessage, hostname: string, limit: number): Generator<string> {
  const message = yield* buildMessage(stored, stored.firstBytes(limit), hostname);
  const lastBytes = Buffer.concat(sliceChunks(stored.chunks(), stored.size - 2, stored.size));
  const Size = stored.size - lastBytes.length + trimLastLineEnd(lastBytes).length;
  yield* generateJson({ ...message, Content: { ...message.Content, Size } });
}

function* buildMessage(stored: StoredMessage, source: Buffer, hostname: string): Generator<string, Message> {
  const { envelope } = stored;
  const content = yield* readContent(source);
  return {
    ID: stored.id,
    From: toPath(envelope.from.address),
    To: envelope.to.map((path) => toPath(path.address)),
    Content: { ...content, Headers: { ...content.Headers, ...traceFields(stored, content, hostname) }, MIME: null },
    Created: new Date(stored.receivedAt).toISOString(),
    MIME: content.MIME,
    Raw: {
      From: envelope.from.address,
      To: envelope.to.map((path) => path.address),
      Data: new Utf8Text(trimLastLineEnd(source)),
      Helo: envelope.helo,
    },
  };
}

/** Splits an address into Mailbox@Domain, as clients read it. */
function toPath(address: string): Path {
  const at = address.lastIndexOf("@");
  const [mailbox, domain] = at < 0 ? [address, ""] : [address.slice(0, at), address.slice(at + 1)];
  return { Relays: null, Mailbox: mailbox, Domain: domain, Params: "" };
}

/**
 * Returns the trace fields (RFC 5321 §4.4) and the Message-ID that MailHog adds on delivery. They are only shown,
 * never stored.
 */
function traceFields(stored: StoredMessage, { Headers }: Content, hostname: string): Headers {
  const id = `${stored.id}@${hostname}`;
  const date = new Date(stored.receivedAt).toUTCString().replace("GMT", "+0000");
  const received = `from ${stored.envelope.helo} by ${hostname} (Mailglass)\r\n          id ${id}; ${date}`;
  return {
    ...(findHeaderValue(Headers, "message-id") === undefined && { "Message-ID": [id] }),
    ...appendFieldValue(Headers, "Received", received),
    ...appendFieldValue(Headers, "Return-Path", `<${stored.envelope.from.address}>`),
  };
}

/** Appends a value to a field, under the sender's spelling of the name. */
function appendFieldValue(headers: Headers, name: string, value: string): Headers {
  const spelled = Object.keys(headers).find((key) => key.toLowerCase() === name.toLowerCase());
  return spelled === undefined ? { [name]: [value] } : { [spelled]: [...(headers[spelled] ?? []), value] };
}
