import { isAddressWithDomain, type Query } from "@mailglass/shared";
import type { MailWorker } from "../../mail/worker/mail-worker.ts";
import type { Mailbox, MessageHandle } from "../../mailbox/mailbox.ts";
import { UnreadableRequestError } from "../../request/unreadable-request.ts";
import { filterInSlices } from "../filter-in-slices.ts";
import { countFiles, type FileCounts } from "./file-lists.ts";
import { isTimeZone, parseSearchDate } from "./parse-date.ts";
import { fileCountsJob } from "./worker-jobs.ts";

/** A criterion: one of our queries if both languages agree, and otherwise a test. If it has both, both must hold. */
export type Criterion =
  | { readonly query: Query }
  | { readonly test: (message: MessageHandle, context: SearchContext) => boolean | Promise<boolean> };

/** What tests use in addition to the message. */
export interface SearchContext {
  readonly mailbox: Mailbox;
  readonly worker: MailWorker;
}

/** Returns all messages that match the criteria, newest first. */
export async function findMessages(
  context: SearchContext,
  criteria: readonly Criterion[],
): Promise<readonly MessageHandle[]> {
  const queries = criteria.flatMap((criterion) => ("query" in criterion ? [criterion.query] : []));
  const tests = criteria.flatMap((criterion) => ("test" in criterion ? [criterion.test] : []));
  const all = { type: "all", of: queries } as const;
  const found = queries.length === 0 ? context.mailbox.handles() : await context.mailbox.find(all);
  return tests.length === 0 ? found : filterInSlices(found, (message) => passesAll(tests, message, context));
}

type MessageTest = Extract<Criterion, { test: unknown }>["test"];

function passesAll(
  tests: readonly MessageTest[],
  message: MessageHandle,
  context: SearchContext,
): boolean | Promise<boolean> {
  for (const [index, test] of tests.entries()) {
    const result = test(message, context);
    if (result === false) return false;
    if (result !== true) return result.then((passes) => passes && passesAll(tests.slice(index + 1), message, context));
  }
  return true;
}

/** Maximum characters of a search. */
const MAX_SEARCH_LENGTH = 10_000;

/** Criteria of a search. Each is tested on every message. */
const MAX_CRITERIA = 100;

/** A search as Mailpit reads it. */
interface ParsedSearch {
  readonly criteria: readonly Criterion[];
  /** Describes the part that Mailpit would ignore or search as text; undefined if everything was understood. */
  readonly problem: string | undefined;
}

/**
 * Parses a search: words that must all occur, `name:value`, and `-` or `!` to negate.
 *
 * @throws {UnreadableRequestError} if it is too long
 */
export function parseMailpitSearch(text: string, timeZone = ""): ParsedSearch {
  if (text.length > MAX_SEARCH_LENGTH) {
    throw new UnreadableRequestError(`The search has ${text.length} characters; the maximum is ${MAX_SEARCH_LENGTH}.`);
  }
  const searchArguments = splitSearch(text);
  if (searchArguments.length > MAX_CRITERIA) {
    throw new UnreadableRequestError(
      `The search has ${searchArguments.length} criteria; at most ${MAX_CRITERIA} are read.`,
    );
  }
  const read = searchArguments.map((argument) => parseArgument(argument, timeZone));
  const quotes = text.replace(/[^"]/g, "").length;
  return {
    criteria: read.flatMap(({ criterion }) => criterion ?? []),
    problem:
      quotes % 2 === 1 ? "A closing quote is missing." : read.find(({ problem }) => problem !== undefined)?.problem,
  };
}

/**
 * Parses a search that selects messages to delete or mark. Ignoring a part of it would delete or mark more.
 *
 * @throws {UnreadableRequestError} unless all of it was understood
 */
export function parseStrictSearch(text: string, timeZone?: string): readonly Criterion[] {
  if (text.trim() === "") throw new UnreadableRequestError("Error: no search query");
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    throw new UnreadableRequestError(
      `tz must be the name of a time zone like Europe/Berlin, not “${timeZone.slice(0, 100)}”.`,
    );
  }
  const { criteria, problem } = parseMailpitSearch(text, timeZone);
  if (problem !== undefined) throw new UnreadableRequestError(`The search cannot be parsed: ${problem}`);
  return criteria;
}

/** Returns the criterion of a page's `before` parameter, in milliseconds since the epoch. */
export const receivedUntil = (at: number): Criterion => receivedCriterion("before", at);

interface SearchArgument {
  /** Without its quotes. */
  readonly text: string;
  readonly isQuoted: boolean;
}

/** Splits a search at spaces that are not within double quotes. */
function splitSearch(text: string): SearchArgument[] {
  const pieces = text.match(/(?:"[^"]*"?|[^\s"])+/g) ?? [];
  return pieces.map((piece) => ({ text: piece.replaceAll('"', "").trim(), isQuoted: /^[-!]?"/.test(piece) }));
}

interface ParsedArgument {
  readonly criterion?: Criterion;
  readonly problem?: string;
}

function parseArgument({ text, isQuoted }: SearchArgument, timeZone: string): ParsedArgument {
  if (text === "") return { problem: "Write something between the quotes." };
  const excludes = /^[-!]./.test(text);
  const { criterion, problem } = parseCriterion(excludes ? text.slice(1) : text, timeZone, isQuoted);
  return {
    ...(criterion && { criterion: excludes ? negate(criterion) : criterion }),
    ...(problem !== undefined && { problem }),
  };
}

function negate(criterion: Criterion): Criterion {
  if ("query" in criterion) return { query: { type: "not", of: criterion.query } };
  return {
    test: (message, context) => {
      const result = criterion.test(message, context);
      return result instanceof Promise ? result.then((holds) => !holds) : !result;
    },
  };
}

function parseCriterion(text: string, timeZone: string, isQuoted: boolean): ParsedArgument {
  if (/^[-!]/.test(text))
    return { criterion: wordCriterion(text), problem: `Write the excluded text directly after one ${text[0]}.` };
  const [, name = "", value = ""] = /^([a-z-]+):(?!\/\/)(.*)$/is.exec(text) ?? [];
  const operator = SEARCH_OPERATORS.get(name.toLowerCase());
  if (operator === undefined) {
    if (name === "" || isQuoted) return { criterion: wordCriterion(text) };
    return {
      criterion: wordCriterion(text),
      problem: `There is no operator ${name}:. To look for this as text, put it in quotes.`,
    };
  }
  // Mailpit ignores an operator without a value, and an invalid date.
  if (value.trim() === "") return { problem: `Write a value directly after ${name}:.` };
  const criterion = operator(value.trim(), timeZone);
  if (criterion !== undefined) return { criterion };
  const problem = `${name}: does not accept “${value.trim().slice(0, 100)}”.`;
  return operator === parseBefore || operator === parseAfter
    ? { problem }
    : { criterion: wordCriterion(text), problem };
}

/** Returns undefined if the operator does not accept the value. */
type SearchOperator = (value: string, timeZone: string) => Criterion | undefined;

const createFieldOperator =
  (name: "from" | "cc" | "bcc" | "reply-to" | "subject" | "message-id" | "tag"): SearchOperator =>
  (value) => ({ query: { type: "field", field: name, value, text: `${name}:${value}` } });

const parseBefore: SearchOperator = (value, zone) => receivedAtCriterion("before", parseSearchDate(value, zone));
const parseAfter: SearchOperator = (value, zone) => receivedAtCriterion("after", parseSearchDate(value, zone));

const SEARCH_OPERATORS: ReadonlyMap<string, SearchOperator> = new Map<string, SearchOperator>([
  ["from", createFieldOperator("from")],
  ["to", (value) => ({ test: (message, context) => hasToAddress(message, context, value) })],
  ["cc", createFieldOperator("cc")],
  ["bcc", createFieldOperator("bcc")],
  ["reply-to", createFieldOperator("reply-to")],
  ["addressed", (value) => ({ query: { type: "field", field: "addressed", value, text: `addressed:${value}` } })],
  ["subject", createFieldOperator("subject")],
  ["message-id", createFieldOperator("message-id")],
  ["tag", createFieldOperator("tag")],
  ["is", parseIs],
  ["has", parseHas],
  ["after", parseAfter],
  ["before", parseBefore],
  ["larger", (value) => sizeCriterion("larger", value)],
  ["smaller", (value) => sizeCriterion("smaller", value)],
]);

function parseIs(value: string): Criterion | undefined {
  const what = value.toLowerCase();
  if (what === "read" || what === "unread") return { query: { type: "is", what, text: `is:${what}` } };
  if (what === "tagged") return { test: ({ tags }) => tags.length > 0 };
  return undefined;
}

function parseHas(value: string): Criterion | undefined {
  const isInline = /^inlines?$/i.test(value);
  if (!isInline && !/^attachments?$/i.test(value)) return undefined;
  return { test: (message, { worker }) => hasFile(message, worker, isInline ? "inlines" : "attachments") };
}

function receivedAtCriterion(than: "before" | "after", at: number | undefined): Criterion | undefined {
  return at === undefined ? undefined : receivedCriterion(than, at);
}

/** Mailpit includes the given time in both before and after. */
function receivedCriterion(than: "before" | "after", at: number): Criterion {
  const text = `${than}:${new Date(at).toISOString()}`;
  return { query: { type: "received", than, at: than === "before" ? at + 1 : at, text } };
}

const BYTES_PER_UNIT: Readonly<Record<string, number>> = { "": 1, k: 1024, kb: 1024, m: 1024 ** 2, mb: 1024 ** 2 };

function sizeCriterion(than: "larger" | "smaller", value: string): Criterion | undefined {
  const [, number, unit = ""] = /^(\d{1,12}(?:\.\d{1,6})?)\s?(kb?|mb?)?$/i.exec(value) ?? [];
  if (number === undefined) return undefined;
  const bytes = Math.floor(Number(number) * (BYTES_PER_UNIT[unit.toLowerCase()] ?? 1));
  return { query: { type: "size", than, bytes, text: `${than}:${value}` } };
}

/** Searches a word in addresses, the subject, the text as a person reads it, and names of attachments. */
function wordCriterion(value: string): Criterion {
  return {
    query: {
      type: "any",
      of: [
        { type: "word", value, text: value },
        { type: "field", field: "bcc", value, text: `bcc:${value}` },
      ],
    },
  };
}

function hasFile(message: MessageHandle, worker: MailWorker, list: keyof FileCounts): boolean | Promise<boolean> {
  const counts = message.readIfCheap(countFiles);
  if (counts !== undefined) return counts[list] > 0;
  const opened = message.open();
  return opened === undefined ? false : worker.run(fileCountsJob, opened, null).then((all) => all[list] > 0);
}

/** For a large message, only the first addresses are searched. */
function hasToAddress(message: MessageHandle, { mailbox }: SearchContext, value: string): boolean | Promise<boolean> {
  const found = message.readIfCheap((parsed) => matchesAnyAddress(parsed.addresses("to"), value));
  if (found !== undefined) return found;
  const row = mailbox.row(message);
  return row instanceof Promise ? row.then(({ to }) => matchesAnyAddress(to, value)) : matchesAnyAddress(row.to, value);
}

/**
 * A complete address matches exactly: `to:jo@example.com` does not match mojo@example.com. Anything else matches as a
 * substring.
 */
function matchesAnyAddress(addresses: readonly { name: string; address: string }[], value: string): boolean {
  const wanted = value.toLowerCase();
  if (isAddressWithDomain(wanted)) return addresses.some(({ address }) => equalsIgnoringCase(address, wanted));
  return addresses.some(({ name, address }) => `${name}\n${address}`.toLowerCase().includes(wanted));
}

const equalsIgnoringCase = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
