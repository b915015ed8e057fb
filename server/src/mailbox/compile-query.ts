import { setImmediate } from "node:timers/promises";
import { formatQuery, isAddressWithDomain, type Query, type Term } from "@mailglass/shared";
import { containsText } from "../mail/contains-text.ts";
import type { HeaderIndex } from "../mail/header-index.ts";
import type { BorrowedMail, Unborrowed } from "../mail/mail.ts";
import { type ContentIndex, foldText } from "../mail/search-index.ts";
import {
  mayContainTerm,
  prepareTerm,
  sourceContainsTerm,
  type TextSignature,
  textContainsTerm,
} from "../mail/text-signature.ts";
import type { StoredMessage } from "./mailbox.ts";
import { type MaybePromise, whenReady } from "./maybe-promise.ts";

/** A message as searches need it. For a large message, the worker reads the texts. */
export interface SearchableMessage extends StoredMessage {
  /** Number of the change that restored it after a deletion; 0 if it was never restored. */
  readonly restoredSeq: number;
  headerIndex(): MaybePromise<HeaderIndex>;
  contentIndex(): MaybePromise<ContentIndex>;
  textSignature(): MaybePromise<TextSignature>;
  /** All text, folded. */
  searchText(): MaybePromise<string>;
  /** The values of all header fields of a name (lower case), folded. */
  headerValues(key: string): MaybePromise<readonly string[]>;
  /** Whether it has attachments other than those that the HTML shows. */
  hasAttachment(): MaybePromise<boolean>;
  /** Whether it has findings that are errors or warnings. */
  hasFindings(): MaybePromise<boolean>;
  /** False once the message and its bytes are gone. */
  readonly isReadable: boolean;
  /** Calls `read` with a borrowed mail; returns undefined if the message is large or gone. */
  withBytes<Result>(read: (mail: BorrowedMail) => Result): Unborrowed<Result> | undefined;
  /** Keeps its bytes readable after the ring evicts it. */
  pin(): this;
}

/** A test of a message. It returns a promise only if the message is large, or if the query has so many terms that the test yields to other work. */
export type MessagePredicate = (message: SearchableMessage) => MaybePromise<boolean>;

/** Compiles a query into a test of messages. A message that is gone when its test ends does not match. */
export function compileQuery(query: Query): MessagePredicate {
  const predicate = compile(query);
  return (message) => {
    const matches = predicate(message);
    // Most messages fail a search: they need no closure.
    return matches === false ? false : whenReady(matches, (later) => later && message.isReadable);
  };
}

function compile(query: Query): MessagePredicate {
  switch (query.type) {
    case "all": {
      const predicates = query.of.map(compile);
      return (message) => evaluateUntil(predicates, message, false);
    }
    case "any":
      return compileAny(query.of.map(compile));
    case "not": {
      const predicate = compile(query.of);
      return (message) => whenReady(predicate(message), (matches) => !matches);
    }
    default:
      return compileTerm(query);
  }
}

const compileAny =
  (predicates: readonly MessagePredicate[]): MessagePredicate =>
  (message) =>
    evaluateUntil(predicates, message, true);

/** How long the tests of one message may run without yielding, in ms. */
const SLICE_MS = 4;
/** Tests between two looks at the clock, which takes longer than most of them. */
const TESTS_PER_CHECK = 4;

/** Whether any of the tests has this result. The remaining tests are not run. */
function evaluateUntil(
  predicates: readonly MessagePredicate[],
  message: SearchableMessage,
  result: boolean,
  from = 0,
): MaybePromise<boolean> {
  // The message may be gone after the yield.
  if (!message.isReadable) return false;
  const end = predicates.length > TESTS_PER_CHECK ? performance.now() + SLICE_MS : Number.POSITIVE_INFINITY;
  for (let index = from; index < predicates.length; index++) {
    if (index > from && (index - from) % TESTS_PER_CHECK === 0 && performance.now() > end) {
      return setImmediate().then(() => evaluateUntil(predicates, message, result, index));
    }
    const found = predicates[index]?.(message);
    if (found === result) return result;
    if (found instanceof Promise) {
      return found.then((later) => (later === result ? result : evaluateUntil(predicates, message, result, index + 1)));
    }
  }
  return !result;
}

/** Compiles each criterion of a query separately, to tell which ones a message failed. */
export function compileCriteria(query: Query): { readonly text: string; readonly test: MessagePredicate }[] {
  const criteria = query.type === "all" ? query.of : [query];
  return criteria.map((criterion) => ({ text: formatQuery(criterion), test: compileQuery(criterion) }));
}

/** Returns an address, in lower case, that must be among a matching message's recipients; undefined if the query requires none. */
export function requiredRecipient(query: Query): string | undefined {
  if (query.type === "all") return query.of.map(requiredRecipient).find((address) => address !== undefined);
  if (query.type !== "field" || query.field !== "to" || !isWholeAddress(query)) return undefined;
  return query.value.trim().toLowerCase();
}

function compileTerm(term: Term): MessagePredicate {
  switch (term.type) {
    case "word":
      return compileWord(term.value);
    case "field":
      return compileField(term);
    case "header": {
      const wanted = foldText(term.value);
      const key = term.name.toLowerCase();
      return (message) =>
        whenReady(message.headerValues(key), (values) => values.some((value) => containsText(value, wanted)));
    }
    case "has":
      switch (term.what) {
        case "attachment":
          return (message) => message.hasAttachment();
        case "html":
          return (message) => whenReady(message.contentIndex(), ({ hasHtml }) => hasHtml);
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

/** A plain word matches the fields of the row, the names of attachments and the text. */
function compileWord(value: string): MessagePredicate {
  const wanted = foldText(value);
  const inText = compileText(wanted);
  return (message) =>
    whenReady(message.headerIndex(), ({ subject, from, to, replyTo }) => {
      if ([subject, from, to, replyTo].some((text) => containsText(text, wanted))) return true;
      const isFilename = whenReady(message.contentIndex(), ({ filenames }) => containsText(filenames, wanted));
      return whenReady(isFilename, (found) => found || inText(message));
    });
}

function compileText(text: string): MessagePredicate {
  const wanted = prepareTerm(text);
  return (message) =>
    whenReady(message.textSignature(), (signature) => {
      if (!message.isReadable || !mayContainTerm(signature, wanted)) return false;
      if (message.withBytes((mail) => sourceContainsTerm(mail.raw(), signature, wanted))) return true;
      return whenReady(message.searchText(), (read) => textContainsTerm(read, wanted));
    });
}

/** Whether a text of the header's index contains the value. */
function compileHeaderSearch(wanted: string, selectText: (index: HeaderIndex) => string): MessagePredicate {
  const contains = (index: HeaderIndex) => containsText(selectText(index), wanted);
  return (message) => whenReady(message.headerIndex(), contains);
}

function compileField(term: Extract<Term, { type: "field" }>): MessagePredicate {
  const wanted = foldText(term.value);
  switch (term.field) {
    case "subject":
      return compileHeaderSearch(wanted, ({ subject }) => subject);
    case "body":
      return compileText(wanted);
    case "message-id":
      return compileHeaderSearch(wanted, ({ messageId }) => messageId);
    case "tag":
      return (message) => message.tags.some((tag) => foldText(tag) === wanted);
    case "source":
      return ({ source }) => source === wanted;
    case "user":
      return ({ envelope: { auth } }) => auth !== null && foldText(auth.user).includes(wanted);
    default:
      return compileAddresses(term.field, isWholeAddress(term) ? `\n${wanted}\n` : wanted);
  }
}

function compileAddresses(
  field: "from" | "to" | "cc" | "bcc" | "addressed" | "reply-to",
  wanted: string,
): MessagePredicate {
  switch (field) {
    case "from":
      return compileHeaderSearch(wanted, ({ from }) => from);
    case "to":
      return compileHeaderSearch(wanted, ({ to }) => to);
    case "cc":
      return compileHeaderSearch(wanted, ({ cc }) => cc);
    case "bcc":
      return compileHeaderSearch(wanted, ({ bcc }) => bcc);
    case "reply-to":
      return compileHeaderSearch(wanted, ({ replyTo }) => replyTo);
    case "addressed":
      return compileAny((["from", "to", "bcc", "reply-to"] as const).map((one) => compileAddresses(one, wanted)));
  }
}

/** A complete address matches only that address: `to:jo@example.com` does not match mojo@example.com. */
function isWholeAddress(term: Extract<Term, { type: "field" }>): boolean {
  return isAddressWithDomain(term.value) || (term.quoted === true && /^[^\s@]+@[^\s@]+$/.test(term.value));
}
