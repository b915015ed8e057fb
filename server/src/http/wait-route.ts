import { Readable } from "node:stream";
import { createFieldTerm, formatQuery, type Query, type WaitQuery, type WaitTimedOut } from "@mailglass/shared";
import type { FastifyInstance, FastifyReply } from "fastify";
import { JobError } from "../mail/worker/job-error.ts";
import { loadReaders } from "../mail/worker/load-readers.ts";
import type { Mailbox, StoredMessage, WaitOutcome } from "../mailbox/mailbox.ts";
import { hangUpSignal } from "../request/hang-up-signal.ts";
import { JSON_MEDIA_TYPE, sendChunks } from "../request/send-chunks.ts";
import { addRoute } from "./add-route.ts";
import type { HttpDeps } from "./deps.ts";
import { HttpProblem, stoppingProblem } from "./http-problem.ts";
import { parseSearch } from "./search-parameter.ts";
import { parseFields, type SelectedFields } from "./selected-fields.ts";
import { serializeBeginning, serializeMessage } from "./serialize-message.ts";

/** Maximum number of simultaneous waits; each holds a connection and a little memory. */
const MAX_WAITS = 20_000;

/** Waits until matching messages have arrived. Ends when the client disconnects. */
export function addWaitRoute(app: FastifyInstance, deps: HttpDeps): void {
  const { mailbox } = deps;

  addRoute(app, "waitForMessages", async ({ query: criteria, reply }) => {
    if (mailbox.counts().waiters >= MAX_WAITS) {
      throw new HttpProblem(
        "too-many",
        `${MAX_WAITS} waits are in progress. End some of them, or wait for several messages with one request.`,
      );
    }
    const { count = 1, since = 0, timeout = 10_000 } = criteria;
    const fields = parseFields(criteria.fields);
    const query = buildWaitQuery(criteria);
    const started = performance.now();
    const signal = hangUpSignal(reply);
    // While there is nothing to do: the message will be read as soon as it arrives.
    void loadReaders();
    const outcome = await mailbox.wait({ query, count, since }, { timeout, signal });
    if (outcome.type === "matched") {
      return sendItems(reply, outcome.messages, { ...deps, fields, signal });
    }
    if (outcome.type === "aborted") throw stoppingProblem();
    throw await createTimeoutProblem(mailbox, outcome, {
      criteria: formatQuery(query),
      count,
      elapsed: Math.round(performance.now() - started),
    });
  });
}

interface ItemOptions extends HttpDeps {
  readonly fields: SelectedFields;
  readonly signal: AbortSignal;
}

/**
 * Sends the messages that matched. Each is read when those before it were sent, so that many large
 * ones are not in memory together. If the first cannot be read, the response says so. If a later one cannot be read, the response
 * has begun already: it has the beginning of that message, marked `partial`.
 */
async function sendItems(
  reply: FastifyReply,
  [first, ...rest]: readonly StoredMessage[],
  options: ItemOptions,
): Promise<FastifyReply> {
  const { fields, signal } = options;
  const start = [OPEN, ...(first === undefined ? [] : await serializeMessage(options, first, fields, { signal }))];
  if (rest.length === 0) return sendChunks(reply, JSON_MEDIA_TYPE, [...start, CLOSE]);
  async function* generateChunks(): AsyncGenerator<Uint8Array> {
    yield* start;
    for (const message of rest) {
      yield COMMA;
      yield* await serializeOrTruncate(message, options);
    }
    yield CLOSE;
  }
  return reply.type(JSON_MEDIA_TYPE).send(Readable.from(generateChunks(), { highWaterMark: 1 }));
}

async function serializeOrTruncate(message: StoredMessage, options: ItemOptions): Promise<Uint8Array[]> {
  const { fields, signal } = options;
  try {
    return await serializeMessage(options, message, fields, { signal });
  } catch (error) {
    if (!(error instanceof JobError) || error.failure === "aborted" || error.failure === "closed") throw error;
    return serializeBeginning(options, message, fields);
  }
}

const OPEN = Buffer.from('{"items":[');
const COMMA = Buffer.from(",");
const CLOSE = Buffer.from("]}");

/** All criteria must match. Without any, every message does. */
function buildWaitQuery({ q, to, from, subject }: WaitQuery): Query {
  const searchQuery = parseSearch(q);
  const terms: Query[] = [];
  if (to !== undefined) terms.push(createFieldTerm("to", to));
  if (from !== undefined) terms.push(createFieldTerm("from", from));
  if (subject !== undefined) terms.push(createFieldTerm("subject", subject));
  if (searchQuery !== undefined) terms.push(...(searchQuery.type === "all" ? searchQuery.of : [searchQuery]));
  return { type: "all", of: terms };
}

type WaitRequest = Pick<WaitTimedOut, "criteria" | "count" | "elapsed">;
type TimedOutWait = Extract<WaitOutcome, { type: "timed-out" }>;

async function createTimeoutProblem(mailbox: Mailbox, outcome: TimedOutWait, asked: WaitRequest): Promise<HttpProblem> {
  const rowOf = async (message: StoredMessage) => mailbox.row(message);
  const facts = {
    ...asked,
    seen: outcome.seen,
    matched: await Promise.all(outcome.messages.map(rowOf)),
    nearMisses: await Promise.all(
      outcome.nearMisses.map(async ({ message, failed }) => ({ message: await rowOf(message), failed: [...failed] })),
    ),
    failedSessions: [...outcome.failedSessions],
  };
  return new HttpProblem("wait-timed-out", explainTimeout(facts), facts);
}

type TimeoutFacts = Omit<WaitTimedOut, "type" | "title" | "status" | "detail">;

/** Explains a timeout so that the test can be fixed without opening the page. */
function explainTimeout(facts: TimeoutFacts): string {
  const { seen, nearMisses, failedSessions } = facts;
  const lines = [explainShortage(facts), seen === 1 ? "1 message was checked." : `${seen} messages were checked.`];
  if (nearMisses.length > 0) lines.push("Closest:");
  for (const { message, failed } of nearMisses) {
    lines.push(
      `  “${message.subject}” to ${abbreviateRecipients(message)} from ${message.sender || "<>"}: not ${failed.join(", not ")}`,
    );
  }
  if (failedSessions.length > 0) lines.push("SMTP sessions that failed:");
  for (const { id, peer, helo, lastRefusal, lastReply } of failedSessions) {
    const end = lastReply === "" ? "ended before any reply" : `last reply “${lastReply}”`;
    const how = lastRefusal === "" ? end : `refused with “${lastRefusal}”`;
    lines.push(`  ${id} from ${peer.address}${helo === "" ? "" : ` (${helo})`}: ${how}`);
  }
  if (seen === 0 && failedSessions.length === 0) {
    lines.push("Nothing arrived at all: does the program send to this server's SMTP port (GET /api/info)?");
  }
  return lines.join("\n");
}

/** Messages that were stored before the wait count, so it does not say that they arrived. */
function explainShortage({ criteria, count, elapsed, matched }: TimeoutFacts): string {
  const found = count === 1 ? "No message" : `${matched.length} of ${count} messages`;
  if (criteria !== "") return `${found} matched ${criteria} within ${elapsed} ms`;
  return count === 1 ? `No message arrived within ${elapsed} ms` : `${found} were there after ${elapsed} ms`;
}

function abbreviateRecipients({ recipients, addressCounts }: WaitTimedOut["matched"][number]): string {
  const shown = recipients.slice(0, 3).join(", ");
  return addressCounts.recipients > 3 ? `${shown} and ${addressCounts.recipients - 3} more` : shown;
}
