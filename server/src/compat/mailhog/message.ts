import type { StoredMessage } from "../../mailbox/mailbox.ts";
import { contentOf, headerOf } from "./content.ts";
import type { Content, Message, Path } from "./shapes.ts";

/** Makes MailHog's message of one of ours. `hostname` stands in the header fields that MailHog adds. */
export function messageOf(stored: StoredMessage, hostname: string): Message {
  const { envelope } = stored;
  const data = stored.raw().toString("utf8");
  const content = contentOf(data);
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
      Data: data.replace(/\r?\n$/, ""),
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
function added(stored: StoredMessage, { Headers }: Content, hostname: string): Record<string, string[]> {
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
function appended(headers: Record<string, string[]>, name: string, value: string): Record<string, string[]> {
  const spelled = Object.keys(headers).find((key) => key.toLowerCase() === name.toLowerCase());
  return spelled === undefined ? { [name]: [value] } : { [spelled]: [...(headers[spelled] ?? []), value] };
}
