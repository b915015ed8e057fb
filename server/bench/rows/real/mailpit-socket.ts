import { WebSocket } from "ws";
import { type Contestant, mailglassContestant } from "../../contestants.ts";
import { type Cost, measureCost } from "../../cpu-time.ts";
import { sendPipelined } from "../../load/send-pipelined.ts";
import { median } from "../../measure.ts";
import { atMost, formatNumber, type Row } from "../../report.ts";

/** CPU time of opening a WebSocket while 1,000 messages of 200 KiB are kept: Mailpit's, and our own. */

const COUNT = 1000;
const BYTES = 200 * 1024;
/** Time for what the server sends after opening, in ms. */
const SETTLE_MS = 300;

async function openSocket(port: number, path: string): Promise<void> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  socket.terminate();
}

async function measureRound(contestant: Contestant, path: string): Promise<Cost> {
  const server = await contestant.start();
  try {
    await sendPipelined(server.smtpPort, COUNT, { bytes: BYTES, kind: "numbered", sessions: 4 });
    return await measureCost(server.pid, () => openSocket(server.httpPort, path));
  } finally {
    await server.stop();
  }
}

export async function measureMailpitSocket(rounds: number): Promise<Row> {
  const paths = ["/api/events", "/api/stream"];
  const costs = new Map<string, number[]>();
  // After idle time nothing is left to read, which would measure less than a test that opens the socket at once.
  const contestant = mailglassContestant();
  for (let round = 0; round < rounds; round++) {
    for (const path of paths) {
      const { cpu } = await measureRound(contestant, path);
      costs.set(path, [...(costs.get(path) ?? []), cpu]);
    }
  }
  const value = (path: string) => median(costs.get(path) ?? []);
  return {
    id: "mailpit-socket",
    title: `Opening a WebSocket with ${formatNumber(COUNT)} × 200 KiB kept: CPU time, including idle preparation in the ${SETTLE_MS} ms after it`,
    lines: paths.map((path) => ({ path, CPU: `${formatNumber(value(path))} ms` })),
    goals: [atMost("Mailpit's WebSocket beyond our own", 20, value("/api/events") - value("/api/stream"), "ms")],
    raw: Object.fromEntries(costs),
  };
}
