import { join } from "node:path";
import type { Contestant } from "../contestants.ts";
import { fetchJson } from "../load/http.ts";
import { sendPipelined } from "../load/send-pipelined.ts";
import { median, medianRatio, runInterleaved } from "../measure.ts";
import { type RunningServer, readCpuTimeMs } from "../process.ts";
import { REAL_MESSAGE_BYTES } from "../real-messages.ts";
import { atLeast, atMost, formatNumber, type Row } from "../report.ts";
import { createStoreFolder, SQLITE, type StoredContestant } from "../stored-contestants.ts";
import { type IngestRow, smtpSourceLoad } from "./ingest.ts";

/** Mail on the disk: how fast it is received, and how long a start with it takes. */

const KiB = 1024;

/** The first contestant is Mailglass with SQLite: the ratios are to it. */
export const STORED_ROWS: readonly IngestRow[] = [
  {
    id: "stored-1k",
    title: "Stored: 1 KiB, 10 kept connections (smtp-source)",
    load: smtpSourceLoad(KiB),
    bytes: KiB,
    goals: (ratio) => [atLeast("rate against Mailpit", 5, ratio("Mailpit"))],
  },
  {
    id: "stored-1k-100",
    title: "Stored: 1 KiB, 100 kept connections (smtp-source)",
    load: smtpSourceLoad(KiB, true, 100),
    bytes: KiB,
    goals: (ratio) => [atLeast("rate against Mailpit", 5, ratio("Mailpit"))],
  },
  {
    id: "stored-real",
    title: "Stored: real mail, 10 kept connections, pipelined",
    load: (port, count) => sendPipelined(port, count, { bytes: REAL_MESSAGE_BYTES, kind: "real" }),
    bytes: REAL_MESSAGE_BYTES,
    goals: (ratio) => [atLeast("rate against Mailpit", 5, ratio("Mailpit"))],
  },
];

interface Filling {
  readonly what: string;
  readonly count: number;
  readonly kind: "real" | "numbered";
  /** So that the server keeps that many. */
  readonly flags: readonly string[];
}

interface FilledStore {
  readonly what: string;
  readonly kept: number;
  start(): Promise<RunningServer>;
}

async function countMessages({ httpPort }: RunningServer): Promise<number> {
  // Both name it `total`.
  const path = "/api/v1/messages?limit=1";
  return (await fetchJson<{ readonly total: number }>(httpPort, path)).total;
}

async function fillStore(
  { name, flag, start }: StoredContestant,
  { what, count, kind, flags }: Filling,
  folder: string,
): Promise<FilledStore> {
  const args = [flag, join(folder, `${name}-${what}.db`), ...flags];
  const server = await start(args);
  try {
    // Many, because all that are waiting share a commit.
    await sendPipelined(server.smtpPort, count, { bytes: KiB, kind, sessions: 100 });
    return { what: `${name}: ${what}`, kept: await countMessages(server), start: () => start(args) };
  } finally {
    await server.stop();
  }
}

/** From the command until both ports are open, in ms. */
interface Start {
  readonly elapsed: number;
  readonly cpu: number;
}

/** All messages must be there. */
async function measureStart({ start, kept }: FilledStore): Promise<Start> {
  const started = performance.now();
  const server = await start();
  const took = { elapsed: performance.now() - started, cpu: readCpuTimeMs(server.pid) };
  const total = await countMessages(server);
  await server.stop();
  if (total !== kept) throw new Error(`${total} messages after the start instead of ${kept}`);
  return took;
}

/** @param mailpit left out if it is not available */
export async function measureStoredStart(
  own: Contestant,
  mailpit: StoredContestant | undefined,
  manyCount: number,
  rounds: number,
): Promise<Row> {
  const { path, remove } = createStoreFolder();
  const real: Filling = { what: "1,000 real messages", count: 1000, kind: "real", flags: [] };
  const many: Filling = {
    what: `${formatNumber(manyCount)} × 1 KiB`,
    count: manyCount,
    kind: "numbered",
    flags: ["--max-messages", String(manyCount)],
  };
  try {
    const stores: FilledStore[] = [
      await fillStore(SQLITE, real, path),
      ...(mailpit === undefined ? [] : [await fillStore(mailpit, real, path)]),
      await fillStore(SQLITE, many, path),
      { what: "mailglass, no store", kept: 0, start: () => own.start() },
    ];
    const runs = await runInterleaved(stores, rounds, measureStart);
    const elapsed = (starts: readonly Start[] = []) => starts.map((start) => start.elapsed);
    const cpu = (starts: readonly Start[] = []) => starts.map((start) => start.cpu);
    const [sqlite] = runs.values();
    return {
      id: "stored-start",
      title: "From the command to both ports open, with stored messages",
      lines: [...runs].map(([{ what, kept }, starts]) => ({
        what,
        kept: formatNumber(kept),
        milliseconds: formatNumber(median(elapsed(starts))),
        "the first row ÷ it": `${formatNumber(medianRatio(elapsed(sqlite), elapsed(starts)))} ×`,
        CPU: `${formatNumber(median(cpu(starts)))} ms`,
        "CPU of the first row ÷ it": `${formatNumber(medianRatio(cpu(sqlite), cpu(starts)))} ×`,
      })),
      goals: [atMost("with 1,000 real messages", 1000, median(elapsed(sqlite)), "ms")],
      raw: Object.fromEntries([...runs].map(([{ what }, starts]) => [what, starts])),
    };
  } finally {
    remove();
  }
}
