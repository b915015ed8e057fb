import type { Contestant } from "../../contestants.ts";
import { type Cost, measureCost, readThreadTimeMs, waitUntilIdle } from "../../cpu-time.ts";
import { fetchJson, fetchPage } from "../../load/http.ts";
import { sendPipelined } from "../../load/send-pipelined.ts";
import { median, runInterleaved } from "../../measure.ts";
import { PEER_APIS, type PeerApi } from "../../peer-apis.ts";
import type { RunningServer } from "../../process.ts";
import { REAL_MESSAGE_BYTES } from "../../real-messages.ts";
import { atMost, formatNumber, type Row } from "../../report.ts";

/**
 * The first list of 50 real messages, for each server that has a page. `cold` is the very first list of a fresh server, `idle` the
 * same after the server had nothing to do; `warm` is that of a server that has already listed others.
 */

const COUNT = 50;

interface Round {
  /** The very first list, right after the 50 messages. */
  readonly cold: Cost;
  /** A list of 50 more that were never shown, right after their 250. */
  readonly warm: Cost;
  /** The same, after idle time. */
  readonly idle: Cost;
  /** Another request of the same list. */
  readonly again: Cost;
  readonly opened: Cost;
  /** CPU time of receiving 50, and all that followed until the server was idle, on a fresh server; ms per message. */
  readonly received: number;
  /** CPU time of receiving, listing and opening all 50 on a fresh server; ms per message. */
  readonly everything: number;
}

const send = ({ smtpPort }: RunningServer, count = COUNT) =>
  sendPipelined(smtpPort, count, { bytes: REAL_MESSAGE_BYTES, kind: "real", sessions: 4 });

async function measureColdServer(contestant: Contestant, api: PeerApi): Promise<Pick<Round, "cold" | "everything">> {
  const server = await contestant.start();
  try {
    await waitUntilIdle(server.pid);
    const start = readThreadTimeMs(server.pid);
    await send(server);
    const cold = await measureCost(server.pid, () => fetchPage(server.httpPort, api.list));
    const list = await fetchJson<unknown>(server.httpPort, api.list);
    for (let at = 0; at < COUNT; at++) await fetchPage(server.httpPort, api.open(list, at));
    return { cold, everything: (readThreadTimeMs(server.pid) - start) / COUNT };
  } finally {
    await server.stop();
  }
}

async function measureWarmServer(contestant: Contestant, api: PeerApi): Promise<Omit<Round, "cold" | "everything">> {
  const server = await contestant.start();
  const list = () => measureCost(server.pid, () => fetchPage(server.httpPort, api.list));
  try {
    await waitUntilIdle(server.pid);
    const start = readThreadTimeMs(server.pid);
    await send(server);
    await waitUntilIdle(server.pid);
    const received = (readThreadTimeMs(server.pid) - start) / COUNT;
    for (let warmUp = 0; warmUp < 4; warmUp++) {
      await list();
      await send(server);
    }
    const warm = await list();
    await send(server);
    await waitUntilIdle(server.pid);
    const idle = await list();
    const again = await list();
    const items = await fetchJson<unknown>(server.httpPort, api.list);
    const opened = await measureCost(server.pid, () => fetchPage(server.httpPort, api.open(items, 7)));
    return { warm, idle, again, opened, received };
  } finally {
    await server.stop();
  }
}

export async function measureFirstList(contestants: readonly Contestant[], rounds: number): Promise<Row> {
  const measurable = contestants.filter(({ name, missing }) => missing === undefined && PEER_APIS[name] !== undefined);
  const runs = await runInterleaved(measurable, rounds, async (contestant): Promise<Round> => {
    const api = PEER_APIS[contestant.name];
    if (api === undefined) throw new Error(`${contestant.name} has no list`);
    return { ...(await measureColdServer(contestant, api)), ...(await measureWarmServer(contestant, api)) };
  });
  const cost = (some: readonly Cost[]) =>
    `${formatNumber(median(some.map(({ cpu }) => cpu)))} ms (${formatNumber(median(some.map(({ elapsed }) => elapsed)))})`;
  const [own = []] = runs.values();
  const cpu = (key: "cold" | "warm" | "idle") => median(own.map((round) => round[key].cpu));
  return {
    id: "first-list",
    title: "First list of 50 real messages: CPU time (and wall-clock time)",
    lines: [...runs].map(([{ name }, each]) => ({
      server: name,
      "very first list, cold": cost(each.map(({ cold }) => cold)),
      "never shown, at once": cost(each.map(({ warm }) => warm)),
      "never shown, after idle time": cost(each.map(({ idle }) => idle)),
      again: cost(each.map(({ again }) => again)),
      "opening one": cost(each.map(({ opened }) => opened)),
      "received and prepared, a message": `${formatNumber(median(each.map(({ received }) => received)))} ms`,
      "received, listed, opened, a message": `${formatNumber(median(each.map(({ everything }) => everything)))} ms`,
    })),
    goals: [
      atMost("first list of messages never shown, after idle time", 8, cpu("idle"), "ms"),
      atMost("very first list of a cold server", 40, cpu("cold"), "ms"),
      atMost("receiving and preparing a message", 2.5, median(own.map(({ received }) => received)), "ms"),
    ],
    raw: Object.fromEntries([...runs].map(([{ name }, each]) => [name, each])),
  };
}
