import { Readable } from "node:stream";
import { TimeSlice } from "./time-slice.ts";
import { Utf8Text } from "./utf8-text.ts";

/** What can be written as JSON. Members that are undefined are left out. */
export type Json =
  | null
  | boolean
  | number
  | string
  | Utf8Text
  | readonly Json[]
  | { readonly [name: string]: Json | undefined };

/** Characters of a string that are escaped at once; six times as many may result. */
const SLICE = 16 * 1024;
/** Characters that are handed to a stream at once. */
const BATCH = 64 * 1024;

/**
 * Writes what `JSON.stringify` would, in pieces of at most 100,000 characters or so. So a text of hundreds of megabytes
 * needs no string of its length, which V8 might refuse, and the caller may pause between any two pieces.
 */
export function* jsonPieces(value: Json): Generator<string> {
  if (value instanceof Utf8Text) yield* quoted(value.slices());
  else if (typeof value === "string") yield* quoted(slicesOf(value));
  else if (isArray(value)) yield* jsonArray(value, jsonPieces);
  else if (typeof value === "object" && value !== null) yield* braced(value);
  else yield JSON.stringify(value);
}

/** Items as an array; each is taken and written when its turn comes. */
export function* jsonArray<Item>(items: Iterable<Item>, write: (item: Item) => Iterable<string>): Generator<string> {
  yield "[";
  let comma = "";
  for (const item of items) {
    yield comma;
    yield* write(item);
    comma = ",";
  }
  yield "]";
}

/** A stream of pieces, made as fast as they are read and in slices of the event loop's time. */
export function streamOf(pieces: Iterable<string>): Readable {
  return Readable.from(batches(pieces));
}

async function* batches(pieces: Iterable<string>): AsyncGenerator<string> {
  const slice = new TimeSlice();
  let batch = "";
  for (const piece of pieces) {
    batch += piece;
    if (batch.length >= BATCH) {
      yield batch;
      batch = "";
    }
    if (slice.isOver) await slice.pause();
  }
  if (batch !== "") yield batch;
}

function* braced(members: { readonly [name: string]: Json | undefined }): Generator<string> {
  let separator = "{";
  for (const [name, member] of Object.entries(members)) {
    if (member === undefined) continue;
    yield `${separator}${JSON.stringify(name)}:`;
    yield* jsonPieces(member);
    separator = ",";
  }
  yield separator === "{" ? "{}" : "}";
}

function* quoted(slices: Iterable<string>): Generator<string> {
  yield '"';
  for (const slice of slices) yield JSON.stringify(slice).slice(1, -1);
  yield '"';
}

/** A surrogate pair stays together: JSON.stringify would escape each half. */
function* slicesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const end = Math.min(at + SLICE, text.length);
    const next = end < text.length && isHighSurrogate(text.charCodeAt(end - 1)) ? end - 1 : end;
    yield text.slice(at, next);
    at = next;
  }
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

const isArray = (value: unknown): value is readonly unknown[] => Array.isArray(value);
