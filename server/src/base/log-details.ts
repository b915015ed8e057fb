import pino from "pino";
import { truncateText } from "./truncate-text.ts";

/** Characters of the stack of an error. */
const MAX_STACK_LENGTH = 8_000;
/** Members of an object or items of an array that are written. */
const MAX_MEMBERS = 100;
/** Depth of values that are written. */
const MAX_DEPTH = 6;

/**
 * What a line of the log says besides its message, with each text cut at about 1,000 characters: names, addresses and errors
 * may quote what somebody sent, and that may be as long as a message.
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

/** As pino writes an error. Its stack begins with its message. */
function limitError(error: Error, depth: number): unknown {
  const { message } = error;
  const { stack, ...members } = pino.stdSerializers.err(error);
  const frames = stack.replace(message, () => truncateText(message));
  const others = limitValue({ ...members, aggregateErrors: undefined }, depth - 1);
  return { ...Object(others), stack: truncateText(frames, MAX_STACK_LENGTH) };
}
