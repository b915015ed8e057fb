import { fileURLToPath } from "node:url";
import { ours } from "../contestants.ts";
import type { Paced } from "../load/latency.ts";
import { percentile } from "../measure.ts";
import { run } from "../process.ts";
import { atMost, type Row, round } from "../report.ts";

const program = fileURLToPath(new URL("../load/latency.ts", import.meta.url));

/** From the 250 a sender gets to the event a page gets, at 1,000 messages a second. */
export async function latency(count: number): Promise<Row> {
  const server = await ours().start();
  try {
    const measure = async (messages: number) => {
      const paced: Paced = { smtpPort: server.smtpPort, httpPort: server.httpPort, count: messages, rate: 1000 };
      const ended = await run(process.execPath, ["--no-warnings", program, JSON.stringify(paced)]);
      if (ended.code !== 0) throw new Error(`latency: ${ended.stderr}`);
      return JSON.parse(ended.stdout) as number[];
    };
    await measure(1000); // warms both ends up
    const values = await measure(count);
    const at = (share: number) => percentile(values, share);
    return {
      id: "latency",
      title: "Latency from 250 to the event on a WebSocket, at 1,000 messages a second",
      lines: [
        {
          messages: round(count),
          p50: `${round(at(0.5))} ms`,
          p90: `${round(at(0.9))} ms`,
          p99: `${round(at(0.99))} ms`,
          "p99.9": `${round(at(0.999))} ms`,
          highest: `${round(at(1))} ms`,
        },
      ],
      goals: [atMost("p50", 1, at(0.5), "ms"), atMost("p99", 10, at(0.99), "ms")],
      raw: { values },
    };
  } finally {
    await server.stop();
  }
}
