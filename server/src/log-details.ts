import pino from "pino";
import { cutText } from "./mail/row-text.ts";

/** Characters of the stack of an error. */
const MAX_STACK = 8_000;
/** Members of an object or items of an array that are written. */
const MAX_MEMBERS = 100;
/** Depth of values that are written. */
const MAX_DEPTH = 6;

/**
 * What a line of the log says besides its message, with each text cut at about 1,000 characters: names, addresses and errors
 * may quote what somebody sent, and that may be as long as a message.
 */
export function boundedDetails(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, bounded(value, MAX_DEPTH)]));
}

function bounded(value: unknown, depth: number): unknown {
  if (typeof value === "string") return cutText(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth === 0) return "…";
  if (value instanceof Error) return boundedError(value, depth);
  if (Array.isArray(value)) return value.slice(0, MAX_MEMBERS).map((item) => bounded(item, depth - 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const members = Object.entries(value).slice(0, MAX_MEMBERS);
  return Object.fromEntries(members.map(([name, member]) => [cutText(name), bounded(member, depth - 1)]));
}

/** As pino writes an error. Its stack begins with its message. */
function boundedError(error: Error, depth: number): unknown {
  const { message } = error;
  const { stack, ...members } = pino.stdSerializers.err(error);
  const frames = stack.replace(message, () => cutText(message));
  const others = bounded({ ...members, aggregateErrors: undefined }, depth - 1);
  return { ...Object(others), stack: cutText(frames, MAX_STACK) };
}
