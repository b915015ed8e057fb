import type { Contestant } from "../contestants.ts";
import { sendPipelined } from "../load/send-pipelined.ts";
import { isSmtpSourceMissing, sendWithSmtpSource } from "../load/smtp-source.ts";
import { median, medianRatio, runInterleaved } from "../measure.ts";
import { type RunningServer, readCpuTimeMs, readMemoryBytes } from "../process.ts";
import { atLeast, atMost, formatMebibytes, formatNumber, type Goal, type Row } from "../report.ts";

/** How fast mail is received, compared with peers: messages per second, CPU per message, peak memory. */

/** Sends `count` messages to a port and returns the elapsed seconds. */
export type SendLoad = (port: number, count: number) => Promise<number>;

export interface IngestRow {
  readonly id: string;
  readonly title: string;
  readonly load: SendLoad;
  /** Bytes of a message on the wire. */
  readonly bytes: number;
  /** The names of the peers in this row; undefined: all available ones. */
  readonly against?: readonly string[];
  goals?(ratioTo: (name: string) => number, cpuRatioTo: (name: string) => number): Goal[];
}

export interface BenchSettings {
  readonly rounds: number;
  /** How long one run should last. */
  readonly seconds: number;
}

interface Run {
  readonly rate: number;
  /** User and system time of the server per message, in ms. */
  readonly cpu: number;
}

interface Entrant {
  readonly name: string;
  readonly server: RunningServer;
  readonly count: number;
}

/** The warm-up of a server takes at most as long as this many runs: one that delays its greeting would never use enough CPU time. */
const MAX_WARM_UP_RUNS = 4;

/**
 * Warms the server up, and computes how many messages make a run of about `seconds`. A server is warm once it has used as much
 * CPU time as a run uses: on a busy machine, wall-clock time does not show that.
 */
async function warmUp(contestant: Contestant, load: SendLoad, seconds: number): Promise<Entrant> {
  const server = await contestant.start();
  try {
    const started = performance.now();
    const cpuBefore = readCpuTimeMs(server.pid);
    let count = 20;
    for (;;) {
      const took = await load(server.smtpPort, count);
      const wanted = Math.max(10, Math.ceil((count * seconds) / took));
      const isWarm = readCpuTimeMs(server.pid) - cpuBefore > seconds * 1000;
      const isLate = performance.now() - started > MAX_WARM_UP_RUNS * seconds * 1000;
      if ((isWarm && took > seconds / 4) || isLate) return { name: contestant.name, server, count: wanted };
      count = Math.min(wanted, count * 8, 1_000_000);
    }
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function runOnce({ name, server, count }: Entrant, load: SendLoad): Promise<Run> {
  const before = readCpuTimeMs(server.pid);
  const seconds = await load(server.smtpPort, count).catch((error: unknown) => {
    throw new Error(`${name}, ${count} messages`, { cause: error });
  });
  return { rate: count / seconds, cpu: (readCpuTimeMs(server.pid) - before) / count };
}

export async function measureIngest(
  row: IngestRow,
  contestants: readonly Contestant[],
  settings: BenchSettings,
): Promise<Row> {
  const [own, ...others] = contestants;
  const chosen = [own, ...others.filter(({ name }) => row.against?.includes(name) ?? true)].filter(
    (each) => each !== undefined,
  );
  const entrants: Entrant[] = [];
  const failed: { name: string; why: string }[] = [];
  const peaks = new Map<string, number>();
  let runs: Map<Entrant, Run[]>;
  try {
    for (const contestant of chosen) {
      if (contestant.missing !== undefined) continue;
      try {
        entrants.push(await warmUp(contestant, row.load, settings.seconds));
      } catch (error) {
        failed.push({ name: contestant.name, why: String(error).replaceAll("\n", " ") });
      }
    }
    runs = await runInterleaved(entrants, settings.rounds, (entrant) => runOnce(entrant, row.load));
    for (const { name, server } of entrants) peaks.set(name, readMemoryBytes(server.pid, "VmHWM"));
  } finally {
    for (const { server } of entrants) await server.stop();
  }
  const results = new Map([...runs].map(([{ name }, each]) => [name, each]));
  return toIngestRow(row, results, peaks, failed);
}

function toIngestRow(
  row: IngestRow,
  results: ReadonlyMap<string, readonly Run[]>,
  peaks: ReadonlyMap<string, number>,
  failed: readonly { name: string; why: string }[],
): Row {
  const [first] = results.values();
  const rates = (runs: readonly Run[] = []) => runs.map(({ rate }) => rate);
  const cpus = (runs: readonly Run[] = []) => runs.map(({ cpu }) => cpu);
  const ratioTo = (name: string) => medianRatio(rates(first), rates(results.get(name)));
  const cpuRatioTo = (name: string) => medianRatio(cpus(first), cpus(results.get(name)));
  const lines = [...results].map(([name, runs]) => {
    const rate = median(rates(runs));
    return {
      server: name,
      "messages/s": formatNumber(rate),
      "MiB/s": formatNumber((rate * row.bytes) / 1024 / 1024),
      "ours ÷ it": `${formatNumber(ratioTo(name))} ×`,
      "CPU a message": `${formatNumber(median(cpus(runs)))} ms`,
      "its CPU ÷ ours": `${formatNumber(1 / cpuRatioTo(name))} ×`,
      "peak memory": formatMebibytes(peaks.get(name) ?? Number.NaN),
    };
  });
  const goals = (row.goals?.(ratioTo, cpuRatioTo) ?? []).filter(({ measured }) => !measured.startsWith("–"));
  const raw = { runs: Object.fromEntries(results), peaks: Object.fromEntries(peaks), failed };
  return {
    id: row.id,
    title: row.title,
    lines: [...lines, ...failed.map(({ name, why }) => ({ server: name, "messages/s": why }))],
    goals,
    raw,
  };
}

export const smtpSourceLoad = (bytes: number, keepsConnections = true, sessions = 10): SendLoad =>
  isSmtpSourceMissing
    ? (port, count) => sendPipelined(port, count, { bytes, sessions })
    : (port, count) => sendWithSmtpSource(port, count, { bytes, sessions, keepsConnections });

const KiB = 1024;
const MiB = 1024 * KiB;

/** The rows of ingest, in the order of the table. */
export const INGEST_ROWS: readonly IngestRow[] = [
  {
    id: "1k",
    title: "1 KiB, 10 kept connections (smtp-source)",
    load: smtpSourceLoad(KiB),
    bytes: KiB,
    goals: (ratio, cpu) => [
      atLeast("rate against smtp-sink", 1, ratio("smtp-sink")),
      atMost("CPU a message against smtp-sink", 1.3, cpu("smtp-sink"), "×"),
      atLeast("rate against MailDev", 20, ratio("MailDev")),
      atLeast("rate against MailHog", 5, ratio("MailHog")),
    ],
  },
  {
    id: "1k-100",
    title: "1 KiB, 100 kept connections (smtp-source)",
    load: smtpSourceLoad(KiB, true, 100),
    bytes: KiB,
    goals: (ratio) => [atLeast("rate against Inbucket", 1.2, ratio("Inbucket"))],
  },
  {
    id: "1k-pipelined",
    title: "1 KiB, 10 kept connections, pipelined",
    load: (port, count) => sendPipelined(port, count, { bytes: KiB }),
    bytes: KiB,
    against: ["smtp-sink", "naive ring", "smtp-server"],
  },
  {
    id: "1k-connect",
    title: "1 KiB, a connection each (smtp-source)",
    load: smtpSourceLoad(KiB, false),
    bytes: KiB,
    goals: (ratio) => [atLeast("rate against smtp-sink", 0.85, ratio("smtp-sink"))],
  },
  {
    id: "100k",
    title: "100 KiB, 10 kept connections (smtp-source)",
    load: smtpSourceLoad(100 * KiB),
    bytes: 100 * KiB,
    goals: (ratio) => [atLeast("rate against smtp-sink", 2.5, ratio("smtp-sink"))],
  },
  {
    id: "1m",
    title: "1 MiB, 10 kept connections (smtp-source)",
    load: smtpSourceLoad(MiB),
    bytes: MiB,
    goals: (ratio) => [atLeast("rate against smtp-sink", 3, ratio("smtp-sink"))],
  },
  {
    id: "100k-drip",
    title: "100 KiB in writes of 1 KiB, 10 kept connections",
    load: (port, count) => sendPipelined(port, count, { bytes: 100 * KiB, writeBytes: KiB }),
    bytes: 100 * KiB,
    against: ["smtp-sink", "naive ring"],
  },
  {
    id: "tls",
    title: "1 KiB over STARTTLS, 10 kept connections, pipelined",
    load: (port, count) => sendPipelined(port, count, { bytes: KiB, tls: true }),
    bytes: KiB,
    against: ["smtp-server"],
    goals: (ratio) => [atLeast("rate against smtp-server", 0.9, ratio("smtp-server"))],
  },
  {
    id: "tls-1m",
    title: "1 MiB over STARTTLS, 10 kept connections, pipelined",
    load: (port, count) => sendPipelined(port, count, { bytes: MiB, tls: true }),
    bytes: MiB,
    against: ["smtp-server"],
    goals: (ratio) => [atLeast("rate against smtp-server", 0.9, ratio("smtp-server"))],
  },
];
