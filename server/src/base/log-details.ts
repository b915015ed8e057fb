import pino from "pino";
import { truncateText } from "./truncate-text.ts";

/** Maximum characters of an error's stack. */
const MAX_STACK_LENGTH = 8_000;
/** Maximum members of an object, or items of an array, in a log line. */
const MAX_MEMBERS = 100;
/** Maximum depth of values in a log line. */
const MAX_DEPTH = 6;

/**
 * Limits the details of a log line: each text is cut at about 1,000 characters. Names, addresses and errors may quote
 * received data, which may be as long as a message.
 */
export function limitDetails(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, limitValue(value, MAX_DEPTH)]));
}

function limitValue(value: unknown, depth: number): unknown {
  if (typeof value === "string") return truncateText(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth === 0) return "…";
  if (value instanceof Error) return limitError(value, depth);
  if (Array.isArray(value)) return value.slice(0, MAX_MEMBERS).map((item) => limitValue(item, depth - 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const members = Object.entries(value).slice(0, MAX_MEMBERS);
  return Object.fromEntries(members.map(([name, member]) => [truncateText(name), limitValue(member, depth - 1)]));
}

/** Formats an error as pino does. Its stack begins with its message. */
function limitError(error: Error, depth: number): unknown {
  const { message } = error;
  const { stack, ...members } = pino.stdSerializers.err(error);
  const frames = stack.replace(message, () => truncateText(message));
  const others = limitValue({ ...members, aggregateErrors: undefined }, depth - 1);
  return { ...Object(others), stack: truncateText(frames, MAX_STACK_LENGTH) };
}
