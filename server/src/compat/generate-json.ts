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
const SLICE_LENGTH = 16 * 1024;
/** Characters that are handed to a stream at once. */
const BATCH_LENGTH = 64 * 1024;

/**
 * Writes what `JSON.stringify` would, in pieces of at most 100,000 characters or so. So a text of hundreds of megabytes
 * needs no string of its length, which V8 might refuse, and the caller may pause between any two pieces.
 */
export function* generateJson(value: Json): Generator<string> {
  if (value instanceof Utf8Text) yield* generateString(value.slices());
  else if (typeof value === "string") yield* generateString(sliceText(value));
  else if (isArray(value)) yield* generateJsonArray(value, generateJson);
  else if (typeof value === "object" && value !== null) yield* generateObject(value);
  else yield JSON.stringify(value);
}

/** Items as an array; each is taken and written when its turn comes. */
export function* generateJsonArray<Item>(
  items: Iterable<Item>,
  write: (item: Item) => Iterable<string>,
): Generator<string> {
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
export function createTextStream(pieces: Iterable<string>): Readable {
  return Readable.from(batchPieces(pieces));
}

async function* batchPieces(pieces: Iterable<string>): AsyncGenerator<string> {
  const slice = new TimeSlice();
  let batch = "";
  for (const piece of pieces) {
    batch += piece;
    if (batch.length >= BATCH_LENGTH) {
      yield batch;
      batch = "";
    }
    if (slice.isOver) await slice.pause();
  }
  if (batch !== "") yield batch;
}

function* generateObject(members: { readonly [name: string]: Json | undefined }): Generator<string> {
  let separator = "{";
  for (const [name, member] of Object.entries(members)) {
    if (member === undefined) continue;
    yield `${separator}${JSON.stringify(name)}:`;
    yield* generateJson(member);
    separator = ",";
  }
  yield separator === "{" ? "{}" : "}";
}

function* generateString(slices: Iterable<string>): Generator<string> {
  yield '"';
  for (const slice of slices) yield JSON.stringify(slice).slice(1, -1);
  yield '"';
}

/** A surrogate pair stays together: JSON.stringify would escape each half. */
function* sliceText(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const end = Math.min(at + SLICE_LENGTH, text.length);
    const next = end < text.length && isHighSurrogate(text.charCodeAt(end - 1)) ? end - 1 : end;
    yield text.slice(at, next);
    at = next;
  }
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

const isArray = (value: unknown): value is readonly unknown[] => Array.isArray(value);
