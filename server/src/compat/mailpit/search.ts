import type { Query } from "@mailglass/shared";
import { isCheapToOpen } from "../../mail/light-reading.ts";
import { attachments } from "../../mail/parts.ts";
import { reading } from "../../mail/reading.ts";
import type { MailWorker } from "../../mail/worker/mail-worker.ts";
import type { Mailbox, StoredMessage } from "../../mailbox/mailbox.ts";
import { sift } from "../sift.ts";
import { readDate } from "./dates.ts";
import type { Tags } from "./tags.ts";
import { attachmentsJob } from "./worker-jobs.ts";

/** A criterion: a query of ours where the two languages mean the same, else a test. Both must hold. */
export type Criterion =
  | { readonly query: Query }
  | { readonly test: (message: StoredMessage, world: World) => boolean | Promise<boolean> };

/** What tests look at besides the message. */
export interface World {
  readonly mailbox: Mailbox;
  readonly tags: Tags;
  readonly worker: MailWorker;
}

/** All messages that match a search in Mailpit's language, newest first. */
export async function findAll(world: World, text: string, timeZone = ""): Promise<StoredMessage[]> {
  const criteria = parseSearch(text, timeZone);
  const queries = criteria.flatMap((criterion) => ("query" in criterion ? [criterion.query] : []));
  const tests = criteria.flatMap((criterion) => ("test" in criterion ? [criterion.test] : []));
  const { items } = await world.mailbox.search({ type: "all", of: queries }, { limit: Number.POSITIVE_INFINITY });
  return tests.length === 0 ? items : sift(items, (message) => holdAll(tests, message, world));
}

type MessageTest = Extract<Criterion, { test: unknown }>["test"];

function holdAll(tests: readonly MessageTest[], message: StoredMessage, world: World): boolean | Promise<boolean> {
  for (const [index, test] of tests.entries()) {
    const result = test(message, world);
    if (result === false) return false;
    if (result !== true) return result.then((holds) => holds && holdAll(tests.slice(index + 1), message, world));
  }
  return true;
}

/** Characters of a search that are read. */
const MAX_SEARCH = 10_000;

/** Reads a search: words that must all be found, `name:value`, and `-` or `!` before what must not. */
export function parseSearch(text: string, timeZone: string): Criterion[] {
  return splitArguments(text.slice(0, MAX_SEARCH)).flatMap((argument) => {
    const excludes = /^[-!]./.test(argument);
    const criterion = parseCriterion(excludes ? argument.slice(1) : argument, timeZone);
    return criterion === undefined ? [] : [excludes ? not(criterion) : criterion];
  });
}

/** At blanks that are not within double quotes; the quotes go. */
function splitArguments(text: string): string[] {
  const pieces = text.match(/(?:"[^"]*"?|[^\s"])+/g) ?? [];
  return pieces.map((piece) => piece.replaceAll('"', "").trim()).filter((piece) => piece !== "");
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

/** Undefined for what Mailpit ignores: an operator without a value, a date that cannot be read. */
function parseCriterion(argument: string, timeZone: string): Criterion | undefined {
  const [, operator, value] = /^([a-z-]+):(.*)$/is.exec(argument) ?? [];
  const known = operator === undefined ? undefined : OPERATORS.get(operator.toLowerCase());
  if (known === undefined || value === undefined) return word(argument);
  return value.trim() === "" ? undefined : known(value.trim(), timeZone);
}

type Operator = (value: string, timeZone: string) => Criterion | undefined;

const field =
  (name: "from" | "cc" | "bcc" | "reply-to" | "subject" | "message-id"): Operator =>
  (value) => ({ query: { type: "field", field: name, value, text: `${name}:${value}` } });

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
  ["after", (value, zone) => received("after", readDate(value, zone))],
  ["before", (value, zone) => received("before", readDate(value, zone))],
  ["larger", (value) => size("larger", value)],
  ["smaller", (value) => size("smaller", value)],
]);

function parseIs(value: string): Criterion {
  const what = value.toLowerCase();
  if (what === "read" || what === "unread") return { query: { type: "is", what, text: `is:${what}` } };
  if (what === "tagged") return { test: (message, { tags }) => tags.of(message).length > 0 };
  return word(`is:${value}`);
}

function parseHas(value: string): Criterion {
  const inline = /^inlines?$/i.test(value);
  if (!inline && !/^attachments?$/i.test(value)) return word(`has:${value}`);
  return { test: (message, { worker }) => hasAttachment(message, worker, inline) };
}

/** Mailpit counts the given time as before and as after. */
function received(than: "before" | "after", at: number | undefined): Criterion | undefined {
  if (at === undefined) return undefined;
  const text = `${than}:${new Date(at).toISOString()}`;
  return { query: { type: "received", than, at: than === "before" ? at + 1 : at, text } };
}

const UNITS: Readonly<Record<string, number>> = { "": 1, k: 1024, kb: 1024, m: 1024 ** 2, mb: 1024 ** 2 };

function size(than: "larger" | "smaller", value: string): Criterion {
  const [, number, unit = ""] = /^(\d{1,12}(?:\.\d{1,6})?)\s?(kb?|mb?)?$/i.exec(value) ?? [];
  if (number === undefined) return word(`${than}:${value}`);
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

function hasAttachment(message: StoredMessage, worker: MailWorker, inline: boolean): boolean | Promise<boolean> {
  if (isCheapToOpen(message)) return attachments(message).some((one) => one.inline === inline);
  return worker.run(attachmentsJob, message, null).then((all) => all.includes(inline));
}

/** Of a large message, the first addresses are looked at. */
function isInTo(message: StoredMessage, { mailbox }: World, value: string): boolean | Promise<boolean> {
  if (isCheapToOpen(message)) return isAmong(reading(message).addresses("to"), value);
  const row = mailbox.row(message);
  return row instanceof Promise ? row.then(({ to }) => isAmong(to, value)) : isAmong(row.to, value);
}

/** A whole address is found as a whole: `to:jo@example.com` is not mojo@example.com. Anything else as a part. */
function isAmong(people: readonly { name: string; address: string }[], value: string): boolean {
  const wanted = value.toLowerCase();
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(wanted)) return people.some(({ address }) => sameText(address, wanted));
  return people.some(({ name, address }) => `${name}\n${address}`.toLowerCase().includes(wanted));
}

const sameText = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
