import type { StoredMessage } from "../../mailbox/mailbox.ts";
import { jsonPieces } from "../json-pieces.ts";
import { Utf8Text } from "../utf8-text.ts";
import { readContent, withoutLastLineEnd } from "./content.ts";
import { headerOf } from "./header-fields.ts";
import type { Content, Headers, Message, Path } from "./shapes.ts";

/** MailHog's JSON of a message, in pieces. `hostname` is the name in the header fields that MailHog adds. */
export function* messagePieces(stored: StoredMessage, hostname: string): Generator<string> {
  yield* jsonPieces(yield* readMessage(stored, stored.raw(), hostname));
}

/**
 * The same as if the source ended after its first `limit` bytes, so that the JSON has a limit as well. `Size` is that
 * of the whole source.
 */
export function* beginningPieces(stored: StoredMessage, hostname: string, limit: number): Generator<string> {
  const raw = stored.raw();
  const message = yield* readMessage(stored, raw.subarray(0, limit), hostname);
  const Size = withoutLastLineEnd(raw).length;
  yield* jsonPieces({ ...message, Content: { ...message.Content, Size } });
}

function* readMessage(stored: StoredMessage, source: Buffer, hostname: string): Generator<string, Message> {
  const { envelope } = stored;
  const content = yield* readContent(source);
  return {
    ID: stored.id,
    From: pathOf(envelope.from.address),
    To: envelope.to.map((path) => pathOf(path.address)),
    Content: { ...content, Headers: { ...content.Headers, ...added(stored, content, hostname) }, MIME: null },
    Created: new Date(stored.receivedAt).toISOString(),
    MIME: content.MIME,
    Raw: {
      From: envelope.from.address,
      To: envelope.to.map((path) => path.address),
      Data: new Utf8Text(withoutLastLineEnd(source)),
      Helo: envelope.helo,
    },
  };
}

/** Clients read the recipient as Mailbox@Domain. */
function pathOf(address: string): Path {
  const at = address.lastIndexOf("@");
  const [mailbox, domain] = at < 0 ? [address, ""] : [address.slice(0, at), address.slice(at + 1)];
  return { Relays: null, Mailbox: mailbox, Domain: domain, Params: "" };
}

/** MailHog delivers, so it adds trace fields (RFC 5321 §4.4) and a Message-ID. They are shown here, never stored. */
function added(stored: StoredMessage, { Headers }: Content, hostname: string): Headers {
  const id = `${stored.id}@${hostname}`;
  const date = new Date(stored.receivedAt).toUTCString().replace("GMT", "+0000");
  const received = `from ${stored.envelope.helo} by ${hostname} (Mailglass)\r\n          id ${id}; ${date}`;
  return {
    ...(headerOf(Headers, "message-id") === undefined && { "Message-ID": [id] }),
    ...appended(Headers, "Received", received),
    ...appended(Headers, "Return-Path", `<${stored.envelope.from.address}>`),
  };
}

/** The field under the sender's spelling of its name, with one more value. */
function appended(headers: Headers, name: string, value: string): Headers {
  const spelled = Object.keys(headers).find((key) => key.toLowerCase() === name.toLowerCase());
  return spelled === undefined ? { [name]: [value] } : { [spelled]: [...(headers[spelled] ?? []), value] };
}
