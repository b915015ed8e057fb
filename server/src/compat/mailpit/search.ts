import { isAddressWithDomain, type Query } from "@mailglass/shared";
import { areInline } from "../../mail/parts.ts";
import type { MailWorker } from "../../mail/worker/mail-worker.ts";
import type { Mailbox, MessageHandle } from "../../mailbox/mailbox.ts";
import { UnreadableRequest } from "../../request/unreadable-request.ts";
import { sift } from "../sift.ts";
import { isTimeZone, readDate } from "./dates.ts";
import type { Tags } from "./tags.ts";
import { attachmentsJob } from "./worker-jobs.ts";

/** A criterion: a query of ours where the two languages mean the same, else a test. Both must hold. */
export type Criterion =
  | { readonly query: Query }
  | { readonly test: (message: MessageHandle, world: World) => boolean | Promise<boolean> };

/** What tests look at besides the message. */
export interface World {
  readonly mailbox: Mailbox;
  readonly tags: Tags;
  readonly worker: MailWorker;
}

/** All messages that meet the criteria, newest first. */
export async function findAll(world: World, criteria: readonly Criterion[]): Promise<readonly MessageHandle[]> {
  const queries = criteria.flatMap((criterion) => ("query" in criterion ? [criterion.query] : []));
  const tests = criteria.flatMap((criterion) => ("test" in criterion ? [criterion.test] : []));
  const all = { type: "all", of: queries } as const;
  const found = queries.length === 0 ? world.mailbox.handles() : await world.mailbox.find(all);
  return tests.length === 0 ? found : sift(found, (message) => holdAll(tests, message, world));
}

type MessageTest = Extract<Criterion, { test: unknown }>["test"];

function holdAll(tests: readonly MessageTest[], message: MessageHandle, world: World): boolean | Promise<boolean> {
  for (const [index, test] of tests.entries()) {
    const result = test(message, world);
    if (result === false) return false;
    if (result !== true) return result.then((holds) => holds && holdAll(tests.slice(index + 1), message, world));
  }
  return true;
}

/** Characters of a search. */
const MAX_SEARCH = 10_000;

/** A search as Mailpit reads it. */
interface Search {
  readonly criteria: readonly Criterion[];
  /** What Mailpit ignores or looks for as text, since it is no criterion; undefined where all was understood. */
  readonly problem: string | undefined;
}

/**
 * Reads a search: words that must all be found, `name:value`, and `-` or `!` before what must not.
 *
 * @throws {UnreadableRequest} where it is too long
 */
export function readSearch(text: string, timeZone = ""): Search {
  if (text.length > MAX_SEARCH) {
    throw new UnreadableRequest(`The search has ${text.length} characters; at most ${MAX_SEARCH} are read.`);
  }
  const read = splitArguments(text).map((argument) => readArgument(argument, timeZone));
  const quotes = text.replace(/[^"]/g, "").length;
  return {
    criteria: read.flatMap(({ criterion }) => criterion ?? []),
    problem:
      quotes % 2 === 1 ? "There is no closing quote." : read.find(({ problem }) => problem !== undefined)?.problem,
  };
}

/**
 * Reads a search for what is to be deleted or marked. What is left out of it would delete or mark more.
 *
 * @throws {UnreadableRequest} unless all of it was understood
 */
export function readWholeSearch(text: string, timeZone?: string): readonly Criterion[] {
  if (text.trim() === "") throw new UnreadableRequest("Error: no search query");
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    throw new UnreadableRequest(
      `tz must be the name of a time zone like Europe/Berlin, not “${timeZone.slice(0, 100)}”.`,
    );
  }
  const { criteria, problem } = readSearch(text, timeZone);
  if (problem !== undefined) throw new UnreadableRequest(`The search cannot be read: ${problem}`);
  return criteria;
}

/** The criterion of a page's `before` parameter; milliseconds since the epoch. */
export const receivedUntil = (at: number): Criterion => received("before", at);

interface Argument {
  /** Without its quotes. */
  readonly text: string;
  readonly isQuoted: boolean;
}

/** At blanks that are not within double quotes. */
function splitArguments(text: string): Argument[] {
  const pieces = text.match(/(?:"[^"]*"?|[^\s"])+/g) ?? [];
  return pieces.map((piece) => ({ text: piece.replaceAll('"', "").trim(), isQuoted: /^[-!]?"/.test(piece) }));
}

interface Reading {
  readonly criterion?: Criterion;
  readonly problem?: string;
}

function readArgument({ text, isQuoted }: Argument, timeZone: string): Reading {
  if (text === "") return { problem: "Write something between the quotes." };
  const excludes = /^[-!]./.test(text);
  const { criterion, problem } = readCriterion(excludes ? text.slice(1) : text, timeZone, isQuoted);
  return {
    ...(criterion && { criterion: excludes ? not(criterion) : criterion }),
    ...(problem !== undefined && { problem }),
  };
}

function not(criterion: Criterion): Criterion {
  if ("query" in criterion) return { query: { type: "not", of: criterion.query } };
  return {
    test: (message, world) => {
      const result = criterion.test(message, world);
      return result instanceof Promise ? result.then((holds) => !holds) : !result;
    },
  };
}

function readCriterion(text: string, timeZone: string, isQuoted: boolean): Reading {
  if (/^[-!]/.test(text))
    return { criterion: word(text), problem: `Write what must not be there right behind one ${text[0]}.` };
  const [, name = "", value = ""] = /^([a-z-]+):(?!\/\/)(.*)$/is.exec(text) ?? [];
  const operator = OPERATORS.get(name.toLowerCase());
  if (operator === undefined) {
    if (name === "" || isQuoted) return { criterion: word(text) };
    return {
      criterion: word(text),
      problem: `There is no operator ${name}:. To look for this as text, put it in quotes.`,
    };
  }
  // Mailpit ignores an operator without a value, and a date that cannot be read.
  if (value.trim() === "") return { problem: `Write a value right behind ${name}:.` };
  const criterion = operator(value.trim(), timeZone);
  if (criterion !== undefined) return { criterion };
  const problem = `${name}: does not take “${value.trim().slice(0, 100)}”.`;
  return operator === before || operator === after ? { problem } : { criterion: word(text), problem };
}

/** Undefined for a value that the operator does not take. */
type Operator = (value: string, timeZone: string) => Criterion | undefined;

const field =
  (name: "from" | "cc" | "bcc" | "reply-to" | "subject" | "message-id"): Operator =>
  (value) => ({ query: { type: "field", field: name, value, text: `${name}:${value}` } });

const before: Operator = (value, zone) => receivedAt("before", readDate(value, zone));
const after: Operator = (value, zone) => receivedAt("after", readDate(value, zone));

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ["from", field("from")],
  ["to", (value) => ({ test: (message, world) => isInTo(message, world, value) })],
  ["cc", field("cc")],
  ["bcc", field("bcc")],
  ["reply-to", field("reply-to")],
  ["addressed", (value) => ({ query: { type: "field", field: "addressed", value, text: `addressed:${value}` } })],
  ["subject", field("subject")],
  ["message-id", field("message-id")],
  ["tag", (value) => ({ test: (message, { tags }) => tags.of(message).some((tag) => sameText(tag, value)) })],
  ["is", parseIs],
  ["has", parseHas],
  ["after", after],
  ["before", before],
  ["larger", (value) => size("larger", value)],
  ["smaller", (value) => size("smaller", value)],
]);

function parseIs(value: string): Criterion | undefined {
  const what = value.toLowerCase();
  if (what === "read" || what === "unread") return { query: { type: "is", what, text: `is:${what}` } };
  if (what === "tagged") return { test: (message, { tags }) => tags.of(message).length > 0 };
  return undefined;
}

function parseHas(value: string): Criterion | undefined {
  const inline = /^inlines?$/i.test(value);
  if (!inline && !/^attachments?$/i.test(value)) return undefined;
  return { test: (message, { worker }) => hasAttachment(message, worker, inline) };
}

function receivedAt(than: "before" | "after", at: number | undefined): Criterion | undefined {
  return at === undefined ? undefined : received(than, at);
}

/** Mailpit counts the given time as before and as after. */
function received(than: "before" | "after", at: number): Criterion {
  const text = `${than}:${new Date(at).toISOString()}`;
  return { query: { type: "received", than, at: than === "before" ? at + 1 : at, text } };
}

const UNITS: Readonly<Record<string, number>> = { "": 1, k: 1024, kb: 1024, m: 1024 ** 2, mb: 1024 ** 2 };

function size(than: "larger" | "smaller", value: string): Criterion | undefined {
  const [, number, unit = ""] = /^(\d{1,12}(?:\.\d{1,6})?)\s?(kb?|mb?)?$/i.exec(value) ?? [];
  if (number === undefined) return undefined;
  const bytes = Math.floor(Number(number) * (UNITS[unit.toLowerCase()] ?? 1));
  return { query: { type: "size", than, bytes, text: `${than}:${value}` } };
}

/** A word is found in addresses, in the subject, in the text as a person reads it, and in names of attachments. */
function word(value: string): Criterion {
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

function hasAttachment(message: MessageHandle, worker: MailWorker, inline: boolean): boolean | Promise<boolean> {
  const read = message.readLight();
  const known = read && areInline(read);
  if (known !== undefined) return known.includes(inline);
  const opened = message.open();
  return opened === undefined ? false : worker.run(attachmentsJob, opened, null).then((all) => all.includes(inline));
}

/** Of a large message, the first addresses are looked at. */
function isInTo(message: MessageHandle, { mailbox }: World, value: string): boolean | Promise<boolean> {
  const read = message.readLight();
  if (read !== undefined) return isAmong(read.addresses("to"), value);
  const row = mailbox.row(message);
  return row instanceof Promise ? row.then(({ to }) => isAmong(to, value)) : isAmong(row.to, value);
}

/** A whole address is found as a whole: `to:jo@example.com` is not mojo@example.com. Anything else as a part. */
function isAmong(people: readonly { name: string; address: string }[], value: string): boolean {
  const wanted = value.toLowerCase();
  if (isAddressWithDomain(wanted)) return people.some(({ address }) => sameText(address, wanted));
  return people.some(({ name, address }) => `${name}\n${address}`.toLowerCase().includes(wanted));
}

const sameText = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
