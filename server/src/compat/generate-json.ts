import { Readable } from "node:stream";
import { TimeSlice } from "../base/time-slice.ts";
import { Utf8Text } from "./utf8-text.ts";

/** A value that can be serialized as JSON. Undefined members are omitted. */
export type Json =
  | null
  | boolean
  | number
  | string
  | Utf8Text
  | readonly Json[]
  | { readonly [name: string]: Json | undefined };

/** Characters of a string that are escaped at a time; the result may be six times as long. */
const SLICE_LENGTH = 16 * 1024;
/** Characters passed to a stream at a time. */
const BATCH_LENGTH = 64 * 1024;

/**
 * Yields the output of `JSON.stringify` in chunks of at most about 100,000 characters. A text of hundreds of
 * megabytes then needs no single string, which V8 might refuse, and the caller may pause between chunks.
 */
export function* generateJson(value: Json): Generator<string> {
  if (value instanceof Utf8Text) yield* generateString(value.slices());
  else if (typeof value === "string") yield* generateString(sliceText(value));
  else if (isArray(value)) yield* generateJsonArray(value, generateJson);
  else if (typeof value === "object" && value !== null) yield* generateObject(value);
  else yield JSON.stringify(value);
}

/** Serializes items as an array; each item is fetched and serialized when it is its turn. */
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

/** Returns a stream of the chunks, created as fast as they are read, in time slices. */
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

/** Keeps surrogate pairs together: JSON.stringify would escape each half. */
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
