import { setImmediate } from "node:timers/promises";
import { isAddressWithDomain, type Query, queryToText, type Term } from "@mailglass/shared";
import { containsText } from "../mail/contains-text.ts";
import type { Mail } from "../mail/mail.ts";
import { fold, type SearchIndex } from "../mail/search-index.ts";
import { holdsBytes, holdsText, mayHoldText, prepareWanted, type TextSignature } from "../mail/text-signature.ts";
import { type Eventually, whenReady } from "./eventually.ts";
import type { StoredMessage } from "./mailbox.ts";

/** A message with what a search looks at. Of a large message a worker finds that. */
export interface Searchable extends StoredMessage {
  searchIndex(): Eventually<SearchIndex>;
  textSignature(): Eventually<TextSignature>;
  /** All text, folded. */
  searchText(): Eventually<string>;
  /** The values of all header fields of a name (lower case), folded. */
  headerValues(key: string): Eventually<readonly string[]>;
  /** Something to be saved: not only what the HTML shows. */
  hasAttachment(): Eventually<boolean>;
  /** Errors or warnings. */
  hasFindings(): Eventually<boolean>;
  /** False where it is gone, and its bytes with it. */
  readonly isReadable: boolean;
  /** The mail to be read within this turn, and before another one is; nothing that is made of it may hold on to its bytes. */
  inPlace(): Mail;
  /** Has it keep its bytes also when the ring has let go of it. */
  lend(): this;
}

/** Gives a promise only where a message is large, or where the query has so many terms that other work gets its turn between them. */
export type Test = (message: Searchable) => Eventually<boolean>;

/** Makes a query into a test of messages. None that is gone when its test ends passes it. */
export function compileQuery(query: Query): Test {
  const test = compile(query);
  return (message) => whenReady(test(message), (holds) => holds && message.isReadable);
}

function compile(query: Query): Test {
  switch (query.type) {
    case "all": {
      const tests = query.of.map(compile);
      return (message) => all(tests, message);
    }
    case "any": {
      const tests = query.of.map(compile);
      return (message) => any(tests, message);
    }
    case "not": {
      const test = compile(query.of);
      return (message) => whenReady(test(message), (holds) => !holds);
    }
    default:
      return compileTerm(query);
  }
}

const all = (tests: readonly Test[], message: Searchable) => untilResult(tests, message, false);
const any = (tests: readonly Test[], message: Searchable) => untilResult(tests, message, true);

/** Milliseconds for which the tests of one message may run at a time. */
const SLICE = 4;

/** Whether one of the tests has this result: the others need not be made then. */
function untilResult(tests: readonly Test[], message: Searchable, result: boolean, from = 0): Eventually<boolean> {
  // It may be gone when it is its turn again.
  if (!message.isReadable) return false;
  const end = performance.now() + SLICE;
  for (let index = from; index < tests.length; index++) {
    const found = tests[index]?.(message);
    if (found === result) return result;
    if (found instanceof Promise) {
      return found.then((later) => (later === result ? result : untilResult(tests, message, result, index + 1)));
    }
    if (index + 1 < tests.length && performance.now() > end) {
      return setImmediate().then(() => untilResult(tests, message, result, index + 1));
    }
  }
  return !result;
}

/** The criteria of a query, each with its test: to tell which of them a message failed. */
export function compileCriteria(query: Query): { readonly text: string; readonly test: Test }[] {
  const criteria = query.type === "all" ? query.of : [query];
  return criteria.map((criterion) => ({ text: queryToText(criterion), test: compileQuery(criterion) }));
}

/** An address, in lower case, that a message must have among its recipients to match; undefined where there is none such. */
export function recipientOf(query: Query): string | undefined {
  if (query.type === "all") return query.of.map(recipientOf).find((address) => address !== undefined);
  if (query.type !== "field" || query.field !== "to" || !isWholeAddress(query)) return undefined;
  return query.value.trim().toLowerCase();
}

function compileTerm(term: Term): Test {
  switch (term.type) {
    case "word":
      return compileWord(term.value);
    case "field":
      return compileField(term);
    case "header": {
      const wanted = fold(term.value);
      const key = term.name.toLowerCase();
      return (message) =>
        whenReady(message.headerValues(key), (values) => values.some((value) => containsText(value, wanted)));
    }
    case "has":
      switch (term.what) {
        case "attachment":
          return (message) => message.hasAttachment();
        case "html":
          return (message) => whenReady(message.searchIndex(), ({ hasHtml }) => hasHtml);
        case "findings":
          return (message) => message.hasFindings();
      }
      break;
    case "is":
      return term.what === "read" ? (message) => message.read : (message) => !message.read;
    case "received":
      return term.than === "before"
        ? (message) => message.receivedAt < term.at
        : (message) => message.receivedAt >= term.at;
    case "size":
      return term.than === "larger" ? (message) => message.size > term.bytes : (message) => message.size < term.bytes;
  }
}

/** A word is looked for where people look: in the fields of the row, in the names of attachments and in the text. */
function compileWord(value: string): Test {
  const wanted = fold(value);
  const inText = compileText(wanted);
  return (message) =>
    whenReady(message.searchIndex(), ({ subject, from, to, replyTo, filenames }) => {
      const inFields = [subject, from, to, replyTo, filenames].some((text) => containsText(text, wanted));
      return inFields || inText(message);
    });
}

function compileText(text: string): Test {
  const wanted = prepareWanted(text);
  return (message) =>
    whenReady(message.textSignature(), (signature) => {
      if (!message.isReadable || !mayHoldText(signature, wanted)) return false;
      if (holdsBytes(message.inPlace().raw(), signature, wanted)) return true;
      return whenReady(message.searchText(), (read) => holdsText(read, wanted));
    });
}

/** Whether a text of the search index holds what is wanted. */
function inIndex(wanted: string, textsOf: (index: SearchIndex) => readonly string[]): Test {
  return (message) =>
    whenReady(message.searchIndex(), (index) => textsOf(index).some((text) => containsText(text, wanted)));
}

function compileField(term: Extract<Term, { type: "field" }>): Test {
  const wanted = fold(term.value);
  switch (term.field) {
    case "subject":
      return inIndex(wanted, ({ subject }) => [subject]);
    case "body":
      return compileText(wanted);
    case "message-id":
      return inIndex(wanted, ({ messageId }) => [messageId]);
    case "tag":
      return (message) => message.tags.some((tag) => fold(tag) === wanted);
    case "user":
      return ({ envelope: { auth } }) => auth !== null && fold(auth.user).includes(wanted);
    default:
      return compileAddresses(term.field, isWholeAddress(term) ? `\n${wanted}\n` : wanted);
  }
}

function compileAddresses(field: "from" | "to" | "cc" | "bcc" | "addressed" | "reply-to", wanted: string): Test {
  switch (field) {
    case "from":
      return inIndex(wanted, ({ from }) => [from]);
    case "to":
      return inIndex(wanted, ({ to }) => [to]);
    case "cc":
      return inIndex(wanted, ({ cc }) => [cc]);
    case "bcc":
      return inIndex(wanted, ({ bcc }) => [bcc]);
    case "reply-to":
      return inIndex(wanted, ({ replyTo }) => [replyTo]);
    case "addressed":
      return inIndex(wanted, ({ from, to, bcc, replyTo }) => [from, to, bcc, replyTo]);
  }
}

/** A value that is a whole address matches that address only: `to:jo@example.com` does not find mojo@example.com. */
function isWholeAddress(term: Extract<Term, { type: "field" }>): boolean {
  return isAddressWithDomain(term.value) || (term.quoted === true && /^[^\s@]+@[^\s@]+$/.test(term.value));
}
