import { fieldTerm, type Query, queryToText, type WaitQuery, type WaitTimedOut } from "@mailglass/shared";
import type { FastifyInstance } from "fastify";
import type { Mailbox, StoredMessage, WaitOutcome } from "../mailbox/mailbox.ts";
import type { HttpDeps } from "./deps.ts";
import { HttpProblem } from "./problem.ts";
import { readQuery } from "./query.ts";
import { JSON_TYPE, sendPieces } from "./send-pieces.ts";
import { serve } from "./serve.ts";
import { wholeMessage } from "./whole-message.ts";

/** Waits at once; each holds a connection and a little memory. */
const MAX_WAITS = 20_000;

/** Waits until messages have come that match; ends with the connection of who asked. */
export function serveWait(app: FastifyInstance, deps: HttpDeps): void {
  const { mailbox } = deps;

  serve(app, "waitForMessages", async ({ query: wanted, reply }) => {
    if (mailbox.counts().waiters >= MAX_WAITS) {
      throw new HttpProblem(
        "too-many",
        `${MAX_WAITS} waits are under way. End some of them, or wait for several messages with one.`,
      );
    }
    const { count = 1, since = 0, timeout = 10_000 } = wanted;
    const query = queryOf(wanted);
    const started = performance.now();
    const hungUp = new AbortController();
    reply.raw.once("close", () => hungUp.abort());
    const outcome = await mailbox.wait({ query, count, since }, { timeout, signal: hungUp.signal });
    if (outcome.type === "matched") {
      return sendPieces(reply, JSON_TYPE, await itemsOf(deps, outcome.messages, hungUp.signal));
    }
    if (outcome.type === "aborted") throw new HttpProblem("not-available", "The server is stopping.");
    throw await timedOut(mailbox, outcome, {
      criteria: queryToText(query),
      count,
      elapsed: Math.round(performance.now() - started),
    });
  });
}

/** JSON of all that is known of the messages that matched, in pieces. */
async function itemsOf(deps: HttpDeps, messages: readonly StoredMessage[], signal: AbortSignal): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [Buffer.from('{"items":[')];
  for (const [index, message] of messages.entries()) {
    if (index > 0) pieces.push(Buffer.from(","));
    pieces.push(...(await wholeMessage(deps, message, signal)));
  }
  return [...pieces, Buffer.from("]}")];
}

/** All of it must hold; nothing given matches everything. */
function queryOf({ q, to, from, subject }: WaitQuery): Query {
  const typed = readQuery(q);
  const all: Query[] = [];
  if (to !== undefined) all.push(fieldTerm("to", to));
  if (from !== undefined) all.push(fieldTerm("from", from));
  if (subject !== undefined) all.push(fieldTerm("subject", subject));
  if (typed !== undefined) all.push(...(typed.type === "all" ? typed.of : [typed]));
  return { type: "all", of: all };
}

type Asked = Pick<WaitTimedOut, "criteria" | "count" | "elapsed">;
type TimedOut = Extract<WaitOutcome, { type: "timed-out" }>;

async function timedOut(mailbox: Mailbox, outcome: TimedOut, asked: Asked): Promise<HttpProblem> {
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
  return new HttpProblem("wait-timed-out", explain(facts), facts);
}

/** What a person needs to mend the test, without opening the page. */
function explain(facts: Omit<WaitTimedOut, "type" | "title" | "status" | "detail">): string {
  const { criteria, count, elapsed, seen, matched, nearMisses, failedSessions } = facts;
  const what = criteria === "" ? "any message" : criteria;
  const lines = [
    count === 1
      ? `No message came within ${elapsed} ms that matches ${what}`
      : `${matched.length} of ${count} messages came within ${elapsed} ms that match ${what}`,
    seen === 1 ? "1 message was looked at." : `${seen} messages were looked at.`,
  ];
  if (nearMisses.length > 0) lines.push("Nearest:");
  for (const { message, failed } of nearMisses) {
    lines.push(
      `  “${message.subject}” to ${some(message)} from ${message.sender || "<>"}: not ${failed.join(", not ")}`,
    );
  }
  if (failedSessions.length > 0) lines.push("SMTP sessions that failed:");
  for (const { id, peer, helo, lastRefusal, lastReply } of failedSessions) {
    const end = lastReply === "" ? "ended before any reply" : `last reply “${lastReply}”`;
    const how = lastRefusal === "" ? end : `refused with “${lastRefusal}”`;
    lines.push(`  ${id} from ${peer.address}${helo === "" ? "" : ` (${helo})`}: ${how}`);
  }
  if (seen === 0 && failedSessions.length === 0) {
    lines.push("Nothing came at all: does the program send to this server's SMTP port (GET /api/info)?");
  }
  return lines.join("\n");
}

function some({ recipients, addressCounts }: WaitTimedOut["matched"][number]): string {
  const shown = recipients.slice(0, 3).join(", ");
  return addressCounts.recipients > 3 ? `${shown} and ${addressCounts.recipients - 3} more` : shown;
}
