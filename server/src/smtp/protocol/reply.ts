import { type BinaryString, encodeUtf8 } from "./bytes/octets.ts";

/** A reply as RFC 5321 §4.2 has it, with the enhanced status code of RFC 3463. */
export interface Reply {
  /** 200 to 599. */
  readonly code: number;
  /** e.g. 5.1.1; none on 3yz replies and on greetings (RFC 2034 §4). */
  readonly enhanced?: string;
  /** One line, or several. Without line ends. */
  readonly text: string | readonly string[];
}

/** A reply that keeps its octets once they were asked for: the table below is encoded once a process. */
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

  encode(enhanced: boolean): BinaryString {
    if (enhanced) return (this.#enhancedWire ??= encodeLines(this, true));
    return (this.#basicWire ??= encodeLines(this, false));
  }
}

/** Multi-line replies carry the code, and the enhanced code, on every line (RFC 5321 §4.2.1, RFC 2034 §4). */
function encodeLines(reply: Reply, enhanced: boolean): BinaryString {
  const lines = typeof reply.text === "string" ? [reply.text] : reply.text;
  const prefix = enhanced && reply.enhanced !== undefined ? `${reply.enhanced} ` : "";
  return lines
    .map((line, index) => `${reply.code}${index < lines.length - 1 ? "-" : " "}${prefix}${encodeUtf8(line)}\r\n`)
    .join("");
}

/** The octets of a reply, line ends included; `enhanced` says whether the client was offered enhanced codes. */
export function encodeReply(reply: Reply, enhanced: boolean): BinaryString {
  return reply instanceof PreparedReply ? reply.encode(enhanced) : encodeLines(reply, enhanced);
}

/** Prepares a reply that will be sent more than once. */
export function prepareReply(code: number, enhanced: string | undefined, ...lines: [string, ...string[]]): Reply {
  return new PreparedReply(code, enhanced, lines.length === 1 ? lines[0] : lines);
}

// Control characters would let the text of a reply break out of its line.
// oxlint-disable-next-line no-control-regex
const REPLY_TEXT = /^[^\u0000-\u0008\u000a-\u001f\u007f]*$/;
const REPLY_LINE = /^(?<code>(?<class>[2-5])\d\d)(?: (?<enhanced>\k<class>\.\d{1,3}\.\d{1,3}))?(?: (?<text>.*))?$/;

/**
 * Reads a reply from one line such as `451 4.7.1 Greylisted`; undefined where it is none (RFC 5321 §4.2). An enhanced code of
 * another class than the code is text like any other: whoever scripts a server that is wrong gets what was written.
 */
export function parseReply(line: string): Reply | undefined {
  const { code, enhanced, text } = REPLY_LINE.exec(line)?.groups ?? {};
  if (code === undefined) return undefined;
  const reply = { code: Number(code), text: text ?? "", ...(enhanced !== undefined && { enhanced }) };
  return isReply(reply) ? reply : undefined;
}

/** Whether `value` is a reply that can be sent: a code of three digits that begins with 2 to 5, an enhanced code of its class, clean text. */
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

/** True of a 4yz or 5yz reply. */
export function isRefusal(reply: Reply): boolean {
  return reply.code >= 400;
}
