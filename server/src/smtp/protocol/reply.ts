import { type BinaryString, encodeUtf8 } from "./bytes/octets.ts";

/** An SMTP reply (RFC 5321 §4.2) with an enhanced status code (RFC 3463). */
export interface Reply {
  /** 200 to 599. */
  readonly code: number;
  /** e.g. 5.1.1; absent on 3yz replies and on greetings (RFC 2034 §4). */
  readonly enhanced?: string;
  /** One line, or several, without line ends. */
  readonly text: string | readonly string[];
}

/** A reply that caches its encoded form. */
class PreparedReply implements Reply {
  readonly code: number;
  readonly enhanced?: string;
  readonly text: string | readonly string[];
  #basicWire: BinaryString | undefined;
  #enhancedWire: BinaryString | undefined;

  constructor(code: number, enhanced: string | undefined, text: string | readonly string[]) {
    this.code = code;
    if (enhanced !== undefined) this.enhanced = enhanced;
    this.text = text;
  }

  encode(withEnhancedCode: boolean): BinaryString {
    if (withEnhancedCode) return (this.#enhancedWire ??= encodeLines(this, true));
    return (this.#basicWire ??= encodeLines(this, false));
  }
}

/** Multi-line replies repeat the code and the enhanced code on every line (RFC 5321 §4.2.1, RFC 2034 §4). */
function encodeLines(reply: Reply, withEnhancedCode: boolean): BinaryString {
  const lines = typeof reply.text === "string" ? [reply.text] : reply.text;
  const prefix = withEnhancedCode && reply.enhanced !== undefined ? `${reply.enhanced} ` : "";
  return lines
    .map((line, index) => `${reply.code}${index < lines.length - 1 ? "-" : " "}${prefix}${encodeUtf8(line)}\r\n`)
    .join("");
}

/** Encodes a reply, with line ends. `withEnhancedCode`: the client was offered ENHANCEDSTATUSCODES. */
export function encodeReply(reply: Reply, withEnhancedCode: boolean): BinaryString {
  return reply instanceof PreparedReply ? reply.encode(withEnhancedCode) : encodeLines(reply, withEnhancedCode);
}

/** Creates a reply that is sent often: it is encoded once. */
export function prepareReply(code: number, enhanced: string | undefined, ...lines: [string, ...string[]]): Reply {
  return new PreparedReply(code, enhanced, lines.length === 1 ? lines[0] : lines);
}

// Control characters such as CR and LF would end the line early.
// oxlint-disable-next-line no-control-regex
const REPLY_TEXT = /^[^\u0000-\u0008\u000a-\u001f\u007f]*$/;
const REPLY_LINE = /^(?<code>(?<class>[2-5])\d\d)(?: (?<enhanced>\k<class>\.\d{1,3}\.\d{1,3}))?(?: (?<text>.*))?$/;

/**
 * Parses a one-line reply such as `451 4.7.1 Greylisted` (RFC 5321 §4.2). Returns undefined if the line is not a reply. An
 * enhanced code whose class differs from the code's is treated as text, so that a fault can imitate an incorrect server.
 */
export function parseReply(line: string): Reply | undefined {
  const { code, enhanced, text } = REPLY_LINE.exec(line)?.groups ?? {};
  if (code === undefined) return undefined;
  const reply = { code: Number(code), text: text ?? "", ...(enhanced !== undefined && { enhanced }) };
  return isReply(reply) ? reply : undefined;
}

/** Whether `value` is a valid reply: a code from 200 to 599, an enhanced code of the same class, text without control characters. */
export function isReply(value: unknown): value is Reply {
  if (typeof value !== "object" || value === null) return false;
  const { code, enhanced, text } = value as Partial<Record<keyof Reply, unknown>>;
  if (typeof code !== "number" || !Number.isInteger(code) || code < 200 || code > 599) return false;
  if (enhanced !== undefined && (typeof enhanced !== "string" || !isEnhancedCodeFor(enhanced, code))) return false;
  const lines: unknown[] = Array.isArray(text) ? text : [text];
  return lines.length > 0 && lines.every((line) => typeof line === "string" && REPLY_TEXT.test(line));
}

function isEnhancedCodeFor(enhanced: string, code: number): boolean {
  return /^[245]\.\d{1,3}\.\d{1,3}$/.test(enhanced) && enhanced.startsWith(String(Math.trunc(code / 100)));
}

/** True for 4yz and 5yz replies. */
export function isRefusal(reply: Reply): boolean {
  return reply.code >= 400;
}
