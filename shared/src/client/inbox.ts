import type { MessageSummary } from "../message.ts";
import { createFieldTerm, formatQuery } from "../query/query-text.ts";
import type { WaitQuery } from "../wait.ts";
import type { Client } from "./client.ts";
import { ProblemError } from "./problem-error.ts";
import { createReceivedMessage, type ReceivedMessage } from "./received-message.ts";

/** What must all hold. `q` is text of the query language. */
export type Criteria = Pick<WaitQuery, "q" | "to" | "from" | "subject">;

/** Which messages: text of the query language, or criteria. */
export type Match = string | Criteria;

export interface WaitOptions {
  /** Milliseconds; 4,000 where neither this nor `connect` says otherwise, so that a test runner's 5 s do not cut it off. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
  /** A mark: only messages that came after it. */
  readonly since?: number;
}

export interface CountOptions extends WaitOptions {
  readonly match?: Match;
  /** Fail when more than that come, too: within 200 ms after the last. */
  readonly exactly?: boolean;
}

export interface NoneOptions extends Omit<WaitOptions, "timeout"> {
  readonly match?: Match;
  /** Milliseconds to watch for; 500 where it is not given. */
  readonly within?: number;
}

/** The messages that match a filter, as a test waits for them. */
export interface Inbox {
  /** A narrower one: both filters must hold. */
  inbox(filter: Criteria & { readonly to: string }): AddressedInbox;
  inbox(filter: Match): Inbox;
  /** The place in time that is now, for `since`. */
  mark(): Promise<number>;
  /** The newest message that matches, where one is there; else the first that comes. @throws WaitError when it does not come */
  waitFor(match?: Match, options?: WaitOptions): Promise<ReceivedMessage>;
  /** So many messages, oldest first. @throws WaitError when they do not come, Error when more come than exactly so many */
  waitForCount(count: number, options?: CountOptions): Promise<ReceivedMessage[]>;
  /** @throws Error that lists what came */
  expectNone(options?: NoneOptions): Promise<void>;
  /** Those that are there now, newest first. */
  messages(match?: Match): Promise<ReceivedMessage[]>;
}

/** The inbox of one recipient. */
export interface AddressedInbox extends Inbox {
  /** The `to` of its filter: give it to the program under test. */
  readonly address: string;
}

/** What was waited for did not come. The message tells the criteria, the nearest misses and SMTP sessions that failed. */
export class WaitError extends ProblemError {
  constructor({ problem }: ProblemError) {
    super(problem);
    this.name = "WaitError";
  }
}

export interface InboxContext {
  readonly client: Client;
  /** Milliseconds. */
  readonly timeout: number;
  /** Aborted when the catcher is closed. */
  readonly closing: AbortSignal;
}

const EXTRA_MESSAGE_WAIT_MS = 200;
const MAX_LISTED_MESSAGES = 1000;

export function createInbox(context: InboxContext, filter: WaitQuery = {}): Inbox {
  const { client, closing } = context;
  const waitForMessages = async (query: WaitQuery, signal: AbortSignal | undefined): Promise<ReceivedMessage[]> => {
    const signals = signal === undefined ? closing : AbortSignal.any([closing, signal]);
    const { items } = await client.waitForMessages({ query }, { signal: signals }).catch(throwAsWaitError);
    return items.map((item) => createReceivedMessage(client, item));
  };

  function narrowInbox(filter: Criteria & { readonly to: string }): AddressedInbox;
  function narrowInbox(filter: Match): Inbox;
  function narrowInbox(narrower: Match): Inbox {
    const inner = createInbox(context, combineFilters(filter, narrower));
    if (typeof narrower === "string" || narrower.to === undefined) return inner;
    return Object.assign(inner, { address: narrower.to });
  }

  return {
    inbox: narrowInbox,

    mark: async () => (await client.listMessages({ query: { limit: 0 } }, { signal: closing })).seq,

    async waitFor(match = {}, { timeout = context.timeout, signal, since } = {}) {
      const [first] = await waitForMessages(
        { ...combineFilters(filter, match), ...sinceCriterion(since), timeout },
        signal,
      );
      // A wait that is answered without a problem has all that it asked for.
      if (first === undefined) throw new Error("The server answered a wait with nothing.");
      return first;
    },

    async waitForCount(count, { match = {}, exactly = false, timeout = context.timeout, signal, since } = {}) {
      const query = { ...combineFilters(filter, match), ...sinceCriterion(since) };
      const found = count === 0 ? [] : await waitForMessages({ ...query, count, timeout }, signal);
      if (exactly)
        await rejectIfMatched(
          waitForMessages({ ...query, count: count + 1, timeout: EXTRA_MESSAGE_WAIT_MS }, signal),
          `exactly ${count}`,
        );
      return found;
    },

    async expectNone({ match = {}, within = 500, signal, since } = {}) {
      await rejectIfMatched(
        waitForMessages({ ...combineFilters(filter, match), ...sinceCriterion(since), timeout: within }, signal),
        "no",
      );
    },

    async messages(match = {}) {
      const query = { q: criteriaToQuery(combineFilters(filter, match)), limit: MAX_LISTED_MESSAGES };
      const { items } = await client.listMessages({ query }, { signal: closing });
      const found = await Promise.all(
        items.map(({ id }) => client.getMessage({ params: { id } }, { signal: closing }).catch(ignoreNotFound)),
      );
      return found.flatMap((message) => (message === undefined ? [] : createReceivedMessage(client, message)));
    },
  };
}

const sinceCriterion = (since: number | undefined): Pick<WaitQuery, "since"> => (since === undefined ? {} : { since });

/** A message may go between the list and its turn. */
function ignoreNotFound(reason: unknown): undefined {
  if (reason instanceof ProblemError && reason.status === 404) return;
  throw reason;
}

/** A wait that is hoped to be in vain. */
async function rejectIfMatched(waiting: Promise<readonly MessageSummary[]>, expected: string): Promise<void> {
  const found = await waiting.catch((error: unknown) => {
    if (error instanceof WaitError) return undefined;
    throw error;
  });
  if (found === undefined) return;
  const lines = found.map(
    ({ subject, sender, recipients }) => `  “${subject}” to ${recipients.join(", ")} from ${sender}`,
  );
  throw new Error(
    `Expected ${expected} message${expected === "exactly 1" ? "" : "s"}, but ${found.length} came:\n${lines.join("\n")}`,
  );
}

function throwAsWaitError(error: unknown): never {
  throw error instanceof ProblemError && error.is("wait-timed-out") ? new WaitError(error) : error;
}

function combineFilters(filter: WaitQuery, match: Match): WaitQuery {
  const q = criteriaToQuery(filter);
  const narrower = typeof match === "string" ? { q: match } : match;
  if (q === undefined) return narrower;
  const { q: more, ...others } = narrower;
  return { ...others, q: more === undefined || more.trim() === "" ? q : `(${q}) (${more})` };
}

/** Criteria as text of the query language. */
function criteriaToQuery({ q, to, from, subject }: WaitQuery): string | undefined {
  const fields = [fieldToQuery("to", to), fieldToQuery("from", from), fieldToQuery("subject", subject)];
  const text = q === undefined || q.trim() === "" ? undefined : `(${q})`;
  const all = [...fields, text].filter((criterion) => criterion !== undefined);
  return all.length === 0 ? undefined : all.join(" ");
}

function fieldToQuery(field: "to" | "from" | "subject", value: string | undefined): string | undefined {
  return value === undefined ? undefined : formatQuery(createFieldTerm(field, value));
}
