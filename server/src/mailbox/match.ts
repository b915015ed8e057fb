import { type Query, queryToText, type Term } from "@mailglass/shared";
import { decodedValues } from "../mail/header.ts";
import type { Mail } from "../mail/mail.ts";
import { fold, type SearchIndex } from "../mail/search-index.ts";
import { holdsText, prepareWanted, type TextSignature } from "../mail/text-signature.ts";
import type { StoredMessage } from "./mailbox.ts";

/** A message with what a search looks at. */
export interface Searchable extends StoredMessage {
  searchIndex(): SearchIndex;
  textSignature(): TextSignature;
  /** Something to be saved: not only what the HTML shows. */
  hasAttachment(): boolean;
  /** Errors or warnings. */
  hasFindings(): boolean;
  /** The mail to be read within this turn, and before another one is; nothing that is made of it may hold on to its bytes. */
  inPlace(): Mail;
  /** Has it keep its bytes also when the ring has let go of it. */
  lend(): this;
}

export type Test = (message: Searchable) => boolean;

/** Makes a query into a test of messages. */
export function compileQuery(query: Query): Test {
  switch (query.type) {
    case "all": {
      const tests = query.of.map(compileQuery);
      return (message) => tests.every((test) => test(message));
    }
    case "any": {
      const tests = query.of.map(compileQuery);
      return (message) => tests.some((test) => test(message));
    }
    case "not": {
      const test = compileQuery(query.of);
      return (message) => !test(message);
    }
    default:
      return compileTerm(query);
  }
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
      return (message) => decodedValues(message.inPlace().raw(), key).some((value) => fold(value).includes(wanted));
    }
    case "has":
      switch (term.what) {
        case "attachment":
          return (message) => message.hasAttachment();
        case "html":
          return (message) => message.searchIndex().hasHtml;
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
  return (message) => {
    const { subject, from, to, replyTo, filenames } = message.searchIndex();
    if (subject.includes(wanted) || from.includes(wanted) || to.includes(wanted) || replyTo.includes(wanted))
      return true;
    return filenames.includes(wanted) || inText(message);
  };
}

function compileText(text: string): Test {
  const wanted = prepareWanted(text);
  return (message) => {
    const signature = message.textSignature();
    return holdsText(message.inPlace(), signature, wanted);
  };
}

function compileField(term: Extract<Term, { type: "field" }>): Test {
  const wanted = fold(term.value);
  switch (term.field) {
    case "subject":
      return (message) => message.searchIndex().subject.includes(wanted);
    case "body":
      return compileText(wanted);
    case "message-id":
      return (message) => message.searchIndex().messageId.includes(wanted);
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
      return (message) => message.searchIndex().from.includes(wanted);
    case "to":
      return (message) => message.searchIndex().to.includes(wanted);
    case "cc":
      return (message) => message.searchIndex().cc.includes(wanted);
    case "bcc":
      return (message) => message.searchIndex().bcc.includes(wanted);
    case "reply-to":
      return (message) => message.searchIndex().replyTo.includes(wanted);
    case "addressed":
      return (message) => {
        const { from, to, bcc, replyTo } = message.searchIndex();
        return [from, to, bcc, replyTo].some((addresses) => addresses.includes(wanted));
      };
  }
}

/** A value that is a whole address matches that address only: `to:jo@example.com` does not find mojo@example.com. */
function isWholeAddress(term: Extract<Term, { type: "field" }>): boolean {
  return (
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(term.value) || (term.quoted === true && /^[^\s@]+@[^\s@]+$/.test(term.value))
  );
}
