/*
 * Mistakes of programs that send mail, one table per group of findings.
 *
 * Each entry fails the way real clients do, and names the code of the finding that explains it. The test sends it to a running
 * server. docs/findings.md shows one entry of each kind as its example.
 */

import type { Config } from "../../src/config/options.ts";

/** One step of a dialogue with the server. */
export type Step =
  /** A line, sent with CRLF; then the reply is read. `close` is none: the client closes the connection. */
  | string
  /** Bytes (one per character), sent as they are; then one reply is read. */
  | { readonly raw: string }
  /** Bytes sent as they are, without reading a reply. */
  | { readonly push: string }
  /** The client waits that long, in ms. */
  | { readonly pauseMs: number };

/** A request to the HTTP API of a provider: POST, with this JSON. */
export interface ProviderCall {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface Mistake {
  /** Code of the finding that must be reported, for the message or for its session. */
  readonly code: string;
  /** What the program does wrong, in a few words. */
  readonly title: string;
  /** The cause that must be named with it. */
  readonly because?: string;
  /** What the fix must say, where it depends on the mistake. */
  readonly fix?: RegExp;
  /** The whole conversation after the greeting. Without it, the message is sent correctly. */
  readonly dialogue?: readonly Step[];
  /** The message's source, one byte per character, with CRLF line ends. `date` is the current date as in a Date field. */
  readonly message?: (date: string) => string;
  /** The request, for a message that is not sent by SMTP. */
  readonly request?: ProviderCall;
  readonly isSentTwice?: boolean;
  /** Reverse-path and forward-paths of the message. */
  readonly from?: string;
  readonly to?: readonly string[];
  /** How the server is started. */
  readonly options?: Partial<Config>;
  /** Connects to the port for implicit TLS. */
  readonly port?: "smtps";
}

type Fields = Readonly<Record<string, string | null>>;

/** Creates a correct message, in which fields are replaced; null removes one, and a list of lines is put in place of the header. */
export function createSource(fields: Fields = {}, body = "Thank you for your order.\r\n"): (date: string) => string {
  return (date) => {
    const all: Fields = {
      From: "Shop <shop@example.com>",
      To: "Ann <ann@example.org>",
      Subject: "Your order",
      Date: date,
      "Message-ID": "<20261127.4711@shop.example.com>",
      "MIME-Version": "1.0",
      "Content-Type": "text/plain; charset=utf-8",
      ...fields,
    };
    const lines = Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}\r\n`]));
    return `${lines.join("")}\r\n${body}`;
  };
}

/** Creates a multipart message of parts that are given as header and body. */
export function createMultipart(
  type: string,
  parts: readonly (readonly [header: Fields, body: string])[],
  fields: Fields = {},
): (date: string) => string {
  const boundary = "=_part_5f3a";
  const written = parts.map(([header, body]) => {
    const lines = Object.entries(header).map(([name, value]) => `${name}: ${value}\r\n`);
    return `--${boundary}\r\n${lines.join("")}\r\n${body}\r\n`;
  });
  return createSource(
    { "Content-Type": `${type}; boundary="${boundary}"`, ...fields },
    `${written.join("")}--${boundary}--\r\n`,
  );
}

export const TEXT_PART = [{ "Content-Type": "text/plain; charset=utf-8" }, "Thank you for your order."] as const;

export function htmlPart(html: string) {
  return [
    { "Content-Type": "text/html; charset=utf-8" },
    `<!doctype html>\r\n<html lang="en">\r\n<head><meta name="color-scheme" content="light dark"><title>Order</title></head>\r\n<body>\r\n${html}\r\n</body>\r\n</html>`,
  ] as const;
}

/** A text and an HTML alternative with this in its body. */
export function createHtml(html: string, fields: Fields = {}): (date: string) => string {
  return createMultipart("multipart/alternative", [TEXT_PART, htmlPart(html)], fields);
}

/** UTF-8 as one character per byte. */
export function utf8(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

export function base64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}
