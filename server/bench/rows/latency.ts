import { fileURLToPath } from "node:url";
import { mailglassContestant } from "../contestants.ts";
import type { PacedLoad } from "../load/latency.ts";
import { percentile } from "../measure.ts";
import { runProgram } from "../process.ts";
import { atMost, formatNumber, type Row } from "../report.ts";
import { startRedis } from "../stored-contestants.ts";

/** Time from the 250 that a sender receives to the event that a page receives. */

const PROGRAM = fileURLToPath(new URL("../load/latency.ts", import.meta.url));

/** Messages that warm up both ends. */
const WARM_UP = 1000;

/** At 1,000 messages per second. */
export async function measureLatency(count: number): Promise<Row> {
  const server = await mailglassContestant().start();
  try {
    const values = await measureTimes({ ...server, rate: 1000 }, count);
    return {
      id: "latency",
      title: "Latency from 250 to the event on a WebSocket, at 1,000 messages a second",
      lines: [toLine(values)],
      goals: [atMost("p50", 1, percentile(values, 0.5), "ms"), atMost("p99", 10, percentile(values, 0.99), "ms")],
      raw: { values },
    };
  } finally {
    await server.stop();
  }
}

/** From one instance to another, at 100 messages per second. */
export async function measureOtherInstance(count: number): Promise<Row> {
  const redis = await startRedis();
  const instance = mailglassContestant({ flags: ["--store", redis.url] });
  const [receiving, watched] = [await instance.start(), await instance.start()];
  try {
    const values = await measureTimes({ smtpPort: receiving.smtpPort, httpPort: watched.httpPort, rate: 100 }, count);
    return {
      id: "other-instance",
      title: "Latency from 250 to the event on another instance, at 100 messages a second",
      lines: [toLine(values)],
      goals: [atMost("p50", 5, percentile(values, 0.5), "ms")],
      raw: { values },
    };
  } finally {
    await receiving.stop();
    await watched.stop();
    await redis.stop();
  }
}

/** Returns the times of `count` messages, in ms. */
async function measureTimes(load: Omit<PacedLoad, "count">, count: number): Promise<number[]> {
  const measure = async (messages: number) => {
    const { smtpPort, httpPort, rate } = load;
    const paced: PacedLoad = { smtpPort, httpPort, count: messages, rate };
    const ended = await runProgram(process.execPath, ["--no-warnings", PROGRAM, JSON.stringify(paced)]);
    if (ended.code !== 0) throw new Error(`latency: ${ended.stderr}`);
    return JSON.parse(ended.stdout) as number[];
  };
  await measure(Math.min(WARM_UP, count));
  return measure(count);
}

function toLine(values: readonly number[]): Row["lines"][number] {
  const at = (share: number) => `${formatNumber(percentile(values, share))} ms`;
  return {
    messages: formatNumber(values.length),
    p50: at(0.5),
    p90: at(0.9),
    p99: at(0.99),
    "p99.9": at(0.999),
    highest: at(1),
  };
}
