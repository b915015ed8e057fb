import type { Info, MessageList, MessageSummary } from "@mailglass/shared";
import type { EventLoopBlock } from "../src/app/event-loop/monitor.ts";
import { type ChildServer, startChildServer } from "../test/support/child-server.ts";
import { Audience } from "./audience.ts";
import { check, inTime, untilNothing } from "./failure.ts";
import { Http } from "./http.ts";
import { checkMemory } from "./memory.ts";
import { hashOf, Model } from "./model.ts";
import { Choices } from "./random.ts";
import { burst, connectOften, post, sendSome } from "./senders.ts";
import { fail, mark, read, remove, shiftClock, suspend, waitForOne } from "./users.ts";
import { History, type World } from "./world.ts";

/**
 * Theory of operation. Many actors use a real server, in a separate process, at the same time, in rounds of some seconds.
 * The seed determines the choices of each actor. At the end of a round all actors finish; then the idle mailbox is compared with
 * the model and with what the listeners received. What can be checked immediately (bytes, statuses, the order of events) is
 * checked immediately. The seed does not determine how actors interleave, so a failure may need several runs to occur again.
 */

const MIB = 1024 * 1024;
/** Small, so that the ring evicts messages all the time. */
const LIMITS = { messages: 150, bytes: 12 * MIB, messageBytes: MIB };
const FLAGS = [
  `--max-messages=${LIMITS.messages}`,
  `--max-bytes=${LIMITS.bytes}`,
  `--max-message-bytes=${LIMITS.messageBytes}`,
  "--max-sessions=200",
  "--tls=auto",
  "--smtps-port=0",
  "--lmtp-port=0",
];
/** Milliseconds of traffic in a round. */
const ROUND = 8_000;

export interface SoakOptions {
  readonly seed: number;
  readonly minutes: number;
  /** Runs the bundle, which must have been built, instead of the sources. */
  readonly built?: boolean;
  readonly report?: (line: string) => void;
}

export interface SoakResult {
  readonly rounds: number;
  readonly operations: number;
  readonly messages: number;
  readonly events: number;
  /** Bytes, at the end of each round. */
  readonly residentMemory: readonly number[];
  /** The worst block of the server's event loop in each round. */
  readonly blocks: readonly EventLoopBlock[];
}

/** Runs a soak. @throws {Error} with the seed, the last operations and what is wrong */
export async function soak({ seed, minutes, built = false, report = () => {} }: SoakOptions): Promise<SoakResult> {
  const server = await startChildServer({ flags: FLAGS, built });
  const history = new History();
  const http = new Http(server.httpPort);
  const { smtps, lmtp } = await http.json<Info>("/api/info");
  const ports = { smtp: server.smtpPort, smtps: smtps?.port ?? 0, lmtp: lmtp?.port ?? 0 };
  const world: World = { server, ports, http, model: new Model(LIMITS), limits: LIMITS, history };
  const audience = new Audience(world);
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => {});
  const watch = setInterval(() => {
    const why = server.ended();
    if (why !== undefined) ended.reject(new Error(`the server is gone: ${why}`));
  }, 100);
  try {
    const result = await Promise.race([rounds(world, audience, { seed, minutes, report }), ended.promise]);
    audience.close();
    check((await inTime("exit on SIGTERM", server.stop())) === 0, "the exit code on SIGTERM is not 0");
    checkLog(server);
    return result;
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const log = server.log.slice(-20).map((line) => JSON.stringify(line));
    throw new Error([`seed ${seed}: ${why}`, "Last operations:", history, "Log:", ...log, server.stderr()].join("\n"), {
      cause: error,
    });
  } finally {
    clearInterval(watch);
    audience.close();
    server.signal("SIGCONT");
    server.kill();
  }
}

async function rounds(
  world: World,
  audience: Audience,
  { seed, minutes, report }: Required<Pick<SoakOptions, "seed" | "minutes" | "report">>,
): Promise<SoakResult> {
  await audience.open();
  const residentMemory: number[] = [];
  const blocks: EventLoopBlock[] = [];
  const begun = performance.now();
  let messages = 0;
  for (let round = 1; performance.now() - begun < minutes * 60_000; round++) {
    await traffic(world, audience, seed + round * 1000);
    world.server.shiftClock(0);
    const { counts } = await waitUntilQuiet(world);
    messages = counts.received;
    const listed = await compareMailbox(world, counts);
    await audience.compare(listed);
    world.model.compare(listed.map((message) => ({ ...message, hash: message.hash })));
    checkLog(world.server);
    const block = await world.server.worstBlock();
    if (block !== undefined) blocks.push(block);
    residentMemory.push(await checkMemory(world.http, residentMemory, LIMITS.bytes));
    report(
      `round ${round}: ${world.history.count} operations, ${counts.received} messages received, ${counts.messages} kept, ` +
        `${audience.events} events, ${audience.resyncs} resyncs, ${Math.round((residentMemory.at(-1) ?? 0) / MIB)} MiB, ` +
        `longest block ${Math.round(block?.cpuMs ?? 0)} ms`,
    );
  }
  const { count: operations } = world.history;
  return { rounds: residentMemory.length, operations, messages, events: audience.events, residentMemory, blocks };
}

type Actor = (choices: Choices) => Promise<unknown>;

/** Runs all actors at the same time, until the round is over. */
async function traffic(world: World, audience: Audience, seed: number): Promise<void> {
  let over = performance.now() + ROUND;
  const actors: [count: number, pause: number, actor: Actor][] = [
    [8, 20, (choices) => sendSome(world, choices)],
    [2, 50, (choices) => post(world, choices)],
    [4, 20, (choices) => read(world, choices)],
    [2, 100, (choices) => waitForOne(world, choices)],
    [1, 1_200, (choices) => remove(world, choices)],
    [1, 100, (choices) => mark(world, choices)],
    [1, 1_500, (choices) => fail(world, choices)],
    [1, 2_000, (choices) => connectOften(world, choices)],
    [1, 2_000, (choices) => burst(world, choices)],
    [1, 500, (choices) => audience.dawdle(choices)],
    [2, 200, (choices) => audience.comeAndGo(choices)],
    [1, 300, (choices) => audience.reconnect(choices)],
    [1, 4_000, (choices) => suspend(world, choices)],
    [1, 1_000, (choices) => shiftClock(world, choices)],
  ];
  const running = actors.flatMap(([count, pause, actor], kind) =>
    Array.from({ length: count }, async (_, at) => {
      const choices = new Choices(seed + kind * 50 + at);
      while (performance.now() < over) {
        await actor(choices);
        audience.verify();
        await new Promise((resolve) => setTimeout(resolve, choices.between(0, 2 * pause)));
      }
    }).map((each) =>
      each.catch((error: unknown) => {
        over = 0;
        throw error;
      }),
    ),
  );
  await Promise.all(running);
  await world.http.json("/api/faults", { method: "DELETE" });
}

/** Waits until no message is being sent and no wait is pending. */
async function waitUntilQuiet({ http }: World): Promise<Info> {
  let info = await http.json<Info>("/api/info");
  await untilNothing("a quiet server", async () => {
    info = await http.json<Info>("/api/info");
    const { openSessions, waiters } = info.counts;
    return openSessions + waiters === 0 ? undefined : `${openSessions} sessions are open, ${waiters} waits under way`;
  });
  return info;
}

/** Returns all messages of the list, each with its bytes. */
async function compareMailbox(
  { http }: World,
  counts: Info["counts"],
): Promise<readonly (MessageSummary & { readonly hash: string })[]> {
  const { items, total } = await http.json<MessageList>("/api/messages?limit=1000");
  check(items.length === total && total === counts.messages, `${items.length} are listed of ${counts.messages}`);
  const bytes = items.reduce((sum, { size }) => sum + size, 0);
  check(bytes === counts.bytes, `the messages have ${bytes} bytes, and ${counts.bytes} are counted`);
  check(total <= LIMITS.messages && bytes <= LIMITS.bytes, `${total} messages, ${bytes} bytes are over the limits`);
  const listed: (MessageSummary & { hash: string })[] = [];
  for (const item of items) {
    const { status, body } = await http.call(`/api/messages/${item.id}/raw`);
    check(status === 200, `the source of ${item.id}, which is listed: ${status}`);
    check(body.length === item.size, `the source of ${item.id} has ${body.length} bytes, its row says ${item.size}`);
    listed.push({ ...item, hash: hashOf(body) });
  }
  return listed;
}

function checkLog({ log, stderr }: ChildServer): void {
  const error = log.find(({ level }) => level === "error");
  check(error === undefined, () => `the log has an error: ${JSON.stringify(error)}`);
  check(stderr() === "", () => `the server wrote to standard error: ${stderr()}`);
}
