import { fileURLToPath } from "node:url";
import type { Contestant } from "../../contestants.ts";
import { sendPipelined } from "../../load/send-pipelined.ts";
import { startSockets } from "../../load/start-watching.ts";
import type { WatchedLoad } from "../../load/watched-sender.ts";
import { median, percentile, runInterleaved } from "../../measure.ts";
import { PEER_APIS } from "../../peer-apis.ts";
import { runProgram } from "../../process.ts";
import { atLeast, atMost, formatNumber, type Row } from "../../report.ts";

const PROGRAM = fileURLToPath(new URL("../../load/watched-sender.ts", import.meta.url));
const RATE = 500;
const COUNT = 2_000;
const WATCHERS = 100;

/** Starts a server that this many WebSockets watch, and measures it. */
async function measureWatched(
  { name, start }: Contestant,
  count: number,
  measure: (smtpPort: number) => Promise<number>,
): Promise<number> {
  const path = PEER_APIS[name]?.socket;
  if (path === undefined) throw new Error(`${name} has no WebSocket`);
  const server = await start();
  try {
    const stop = await startSockets({ port: server.httpPort, path, count });
    const measured = await measure(server.smtpPort);
    await stop();
    return measured;
  } finally {
    await server.stop();
  }
}

/** Round trip of a sender, from MAIL to the 250 of its message, at 500 messages per second while 100 WebSockets watch. */
const measureRound = (contestant: Contestant): Promise<number> =>
  measureWatched(contestant, WATCHERS, async (smtpPort) => {
    const measure = async (count: number) => {
      const load: WatchedLoad = { smtpPort, count, rate: RATE };
      const ended = await runProgram(process.execPath, ["--no-warnings", PROGRAM, JSON.stringify(load)]);
      if (ended.code !== 0) throw new Error(`watchers: ${ended.stderr}`);
      return JSON.parse(ended.stdout) as number[];
    };
    await measure(COUNT / 2); // warms up both ends
    return percentile(await measure(COUNT), 0.5);
  });

const listMeasurable = (contestants: readonly Contestant[], names: readonly string[]): Contestant[] =>
  contestants.filter(({ name, missing }) => missing === undefined && names.includes(name));

export async function measureWatchers(contestants: readonly Contestant[], rounds: number): Promise<Row> {
  const runs = await runInterleaved(
    listMeasurable(contestants, ["mailglass", "Inbucket", "Mailpit"]),
    rounds,
    measureRound,
  );
  const [own = []] = runs.values();
  return {
    id: "watchers",
    title: `Round trip of a sender at ${RATE} messages of 1 KiB a second, with ${WATCHERS} WebSockets watching`,
    lines: [...runs].map(([{ name }, each]) => ({ server: name, p50: `${formatNumber(median(each))} ms` })),
    goals: [atMost("p50", 4, median(own), "ms")],
    raw: Object.fromEntries([...runs].map(([{ name }, each]) => [name, each])),
  };
}

const CROWD = 1_000;
const CROWD_COUNT = 1_000;

/** Messages per second that are accepted while 1,000 WebSockets watch. */
const measureCrowdRound = (contestant: Contestant): Promise<number> =>
  measureWatched(contestant, CROWD, async (smtpPort) => {
    await sendPipelined(smtpPort, CROWD_COUNT / 2, { bytes: 1024 }); // warms up both ends
    return CROWD_COUNT / (await sendPipelined(smtpPort, CROWD_COUNT, { bytes: 1024 }));
  });

/** Without Mailpit, which takes minutes: 100 watchers slow it down to some 10 messages a second. */
export async function measureCrowd(contestants: readonly Contestant[], rounds: number): Promise<Row> {
  const runs = await runInterleaved(listMeasurable(contestants, ["mailglass", "Inbucket"]), rounds, measureCrowdRound);
  const [own = []] = runs.values();
  const inbucket = [...runs].find(([{ name }]) => name === "Inbucket")?.[1];
  return {
    id: "crowd",
    title: `Messages of 1 KiB a second, with ${formatNumber(CROWD)} WebSockets watching`,
    lines: [...runs].map(([{ name }, each]) => ({ server: name, "messages/s": formatNumber(median(each)) })),
    goals: inbucket ? [atLeast("rate against Inbucket", 2, median(own) / median(inbucket), "×")] : [],
    raw: Object.fromEntries([...runs].map(([{ name }, each]) => [name, each])),
  };
}
