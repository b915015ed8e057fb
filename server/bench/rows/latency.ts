import { fileURLToPath } from "node:url";
import { mailglassContestant } from "../contestants.ts";
import type { PacedLoad } from "../load/latency.ts";
import { percentile } from "../measure.ts";
import { runProgram } from "../process.ts";
import { atMost, formatNumber, type Row } from "../report.ts";

const PROGRAM = fileURLToPath(new URL("../load/latency.ts", import.meta.url));

/** Time from the 250 that a sender receives to the event that a page receives, at 1,000 messages per second. */
export async function measureLatency(count: number): Promise<Row> {
  const server = await mailglassContestant().start();
  try {
    const measure = async (messages: number) => {
      const paced: PacedLoad = { smtpPort: server.smtpPort, httpPort: server.httpPort, count: messages, rate: 1000 };
      const ended = await runProgram(process.execPath, ["--no-warnings", PROGRAM, JSON.stringify(paced)]);
      if (ended.code !== 0) throw new Error(`latency: ${ended.stderr}`);
      return JSON.parse(ended.stdout) as number[];
    };
    await measure(1000); // warms up both ends
    const values = await measure(count);
    const at = (share: number) => percentile(values, share);
    return {
      id: "latency",
      title: "Latency from 250 to the event on a WebSocket, at 1,000 messages a second",
      lines: [
        {
          messages: formatNumber(count),
          p50: `${formatNumber(at(0.5))} ms`,
          p90: `${formatNumber(at(0.9))} ms`,
          p99: `${formatNumber(at(0.99))} ms`,
          "p99.9": `${formatNumber(at(0.999))} ms`,
          highest: `${formatNumber(at(1))} ms`,
        },
      ],
      goals: [atMost("p50", 1, at(0.5), "ms"), atMost("p99", 10, at(0.99), "ms")],
      raw: { values },
    };
  } finally {
    await server.stop();
  }
}
