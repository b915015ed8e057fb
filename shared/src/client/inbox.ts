import type { MessageSummary } from "../message.ts";
import type { MessageField } from "../message-fields.ts";
import { createFieldTerm, formatQuery } from "../query/query-text.ts";
import type { WaitQuery } from "../wait.ts";
import type { Client } from "./client.ts";
import { ProblemError } from "./problem-error.ts";
import { createReceivedMessage, type ReceivedMessage } from "./received-message.ts";
import type { FieldOptions, SelectedMessage } from "./selected-message.ts";

/** Criteria that must all hold. `q` is text in the query language. */
export type Criteria = Pick<WaitQuery, "q" | "to" | "from" | "subject">;

/** Selects messages: text in the query language, or criteria. */
export type Match = string | Criteria;

export interface WaitOptions {
  /** Milliseconds. Default: the timeout given to `connect`, or 4,000, which is less than a test runner's usual 5 s. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
  /** A mark: only messages that arrived after it. */
  readonly since?: number;
}

export interface CountOptions extends WaitOptions {
  readonly match?: Match;
  /** Fail if more messages than that arrive within 200 ms after the last one. */
  readonly exactly?: boolean;
}

export interface NoneOptions extends Omit<WaitOptions, "timeout"> {
  readonly match?: Match;
  /** Milliseconds to watch; default 500. */
  readonly within?: number;
}

/** The messages that match a filter, with the waits that tests need. */
export interface Inbox {
  /** Returns a narrower inbox: both filters must match. */
  inbox(filter: Criteria & { readonly to: string }): AddressedInbox;
  inbox(filter: Match): Inbox;
  /** Returns the current position, for `since`. */
  mark(): Promise<number>;
  /** Returns the newest matching message, or waits for the first one. @throws WaitError if none arrives in time */
  waitFor(match?: Match, options?: WaitOptions): Promise<ReceivedMessage>;
  waitFor<Field extends MessageField>(
    match: Match,
    options: WaitOptions & Required<FieldOptions<Field>>,
  ): Promise<SelectedMessage<Field>>;
  /**
   * Waits for `count` messages, oldest first. @throws WaitError if they do not arrive, Error if more than exactly
   * `count` arrive
   */
  waitForCount(count: number, options?: CountOptions): Promise<ReceivedMessage[]>;
  waitForCount<Field extends MessageField>(
    count: number,
    options: CountOptions & Required<FieldOptions<Field>>,
  ): Promise<SelectedMessage<Field>[]>;
  /** @throws Error that lists the messages that arrived */
  expectNone(options?: NoneOptions): Promise<void>;
  /** Returns the messages stored now, newest first. */
  messages(match?: Match): Promise<ReceivedMessage[]>;
}

/** The inbox of one recipient. */
export interface AddressedInbox extends Inbox {
  /** The `to` of its filter; pass it to the program under test. */
  readonly address: string;
}

/** The wait timed out. The message lists the criteria, the nearest misses and failed SMTP sessions. */
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

type WaitCriteria = Omit<WaitQuery, "fields">;
type RequestOptions = Pick<WaitOptions, "signal"> & FieldOptions<MessageField>;
type AnyWaitOptions = WaitOptions & FieldOptions<MessageField>;
type AnyCountOptions = CountOptions & FieldOptions<MessageField>;

/** What an error says of a message that was not expected. */
const LISTED_FIELDS = ["subject", "sender", "recipients"] as const;
type ListedMessage = Pick<MessageSummary, (typeof LISTED_FIELDS)[number]>;

const EXTRA_MESSAGE_WAIT_MS = 200;
const MAX_LISTED_MESSAGES = 1000;

export function createInbox(context: InboxContext, filter: WaitCriteria = {}): Inbox {
  const { client, closing } = context;
  const waitForMessages = async (
    query: WaitCriteria,
    { signal, fields }: RequestOptions,
  ): Promise<ReceivedMessage[]> => {
    const options = { signal: signal === undefined ? closing : AbortSignal.any([closing, signal]) };
    const wait =
      fields === undefined
        ? client.waitForMessages({ query }, options)
        : client.waitForMessages({ query: { ...query, fields: ["subject", ...fields].join(",") } }, options);
    const { items } = await wait.catch(throwAsWaitError);
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

    async waitFor(match: Match = {}, { timeout = context.timeout, since, ...options }: AnyWaitOptions = {}) {
      const criteria = { ...combineFilters(filter, match), ...sinceCriterion(since), timeout };
      const [first] = await waitForMessages(criteria, options);
      // A wait that succeeds returns all requested messages.
      if (first === undefined) throw new Error("The server answered a wait without a message.");
      return first;
    },

    async waitForCount(
      count: number,
      { match = {}, exactly = false, timeout = context.timeout, since, ...options }: AnyCountOptions = {},
    ) {
      const query = { ...combineFilters(filter, match), ...sinceCriterion(since) };
      const found = count === 0 ? [] : await waitForMessages({ ...query, count, timeout }, options);
      if (exactly) {
        const more = { ...query, count: count + 1, timeout: EXTRA_MESSAGE_WAIT_MS };
        await rejectIfMatched(waitForMessages(more, { ...options, fields: LISTED_FIELDS }), `exactly ${count}`);
      }
      return found;
    },

    async expectNone({ match = {}, within = 500, since, ...options } = {}) {
      const criteria = { ...combineFilters(filter, match), ...sinceCriterion(since), timeout: within };
      await rejectIfMatched(waitForMessages(criteria, { ...options, fields: LISTED_FIELDS }), "no");
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

/** A message may be deleted after it was listed. */
function ignoreNotFound(reason: unknown): undefined {
  if (reason instanceof ProblemError && reason.status === 404) return;
  throw reason;
}

/** Rejects if the wait finds messages; a timeout is the expected result. */
async function rejectIfMatched(waiting: Promise<readonly ListedMessage[]>, expected: string): Promise<void> {
  const found = await waiting.catch((error: unknown) => {
    if (error instanceof WaitError) return undefined;
    throw error;
  });
  if (found === undefined) return;
  const lines = found.map(
    ({ subject, sender, recipients }) => `  “${subject}” to ${recipients.join(", ")} from ${sender}`,
  );
  throw new Error(
    `Expected ${expected} message${expected === "exactly 1" ? "" : "s"}, but ${found.length} arrived:\n${lines.join("\n")}`,
  );
}

function throwAsWaitError(error: unknown): never {
  throw error instanceof ProblemError && error.is("wait-timed-out") ? new WaitError(error) : error;
}

function combineFilters(filter: WaitCriteria, match: Match): WaitCriteria {
  const q = criteriaToQuery(filter);
  const narrower = typeof match === "string" ? { q: match } : match;
  if (q === undefined) return narrower;
  const { q: more, ...others } = narrower;
  return { ...others, q: more === undefined || more.trim() === "" ? q : `(${q}) (${more})` };
}

/** Converts criteria to text in the query language. */
function criteriaToQuery({ q, to, from, subject }: WaitQuery): string | undefined {
  const fields = [fieldToQuery("to", to), fieldToQuery("from", from), fieldToQuery("subject", subject)];
  const text = q === undefined || q.trim() === "" ? undefined : `(${q})`;
  const all = [...fields, text].filter((criterion) => criterion !== undefined);
  return all.length === 0 ? undefined : all.join(" ");
}

function fieldToQuery(field: "to" | "from" | "subject", value: string | undefined): string | undefined {
  return value === undefined ? undefined : formatQuery(createFieldTerm(field, value));
}
