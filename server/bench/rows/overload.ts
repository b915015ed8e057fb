import { ours } from "../contestants.ts";
import { pipelined } from "../load/pipelined.ts";
import { startWatching } from "../load/watching.ts";
import { percentile } from "../measure.ts";
import { cpuTime, memory } from "../process.ts";
import { type Goal, mebibytes, type Row, round } from "../report.ts";

/** More comes in than can be shown: for `seconds` as fast as it goes, ten pages open, one of which does not read. */
export async function overload(seconds: number): Promise<Row> {
  const server = await ours().start();
  try {
    const warm = await pipelined(server.smtpPort, 20_000, { bytes: 1024 });
    const count = Math.ceil((20_000 * seconds) / warm);
    const end = await startWatching({ port: server.httpPort, watchers: 10, asleep: 1, listEvery: 100 });
    const before = cpuTime(server.pid);
    const took = await pipelined(server.smtpPort, count, { bytes: 1024 });
    const cpu = (cpuTime(server.pid) - before) / count;
    const seen = await end();
    const peak = memory(server.pid, "VmHWM");
    const told: Goal = {
      what: "the page that did not read is told to read the list anew",
      goal: "1 resync",
      measured: String(seen.sleepersResyncs),
      reached: seen.sleepersResyncs >= 1,
    };
    return {
      id: "overload",
      title: "Overload: as fast as it goes, 10 stream clients, one of which does not read",
      lines: [
        {
          messages: round(count),
          "messages/s": round(count / took),
          "alone before": `${round(20_000 / warm)}/s`,
          "CPU a message": `${round(cpu)} ms`,
          "bytes streamed": mebibytes(seen.bytes),
          "resyncs of the nine": String(seen.resyncs),
          "list p50, p99": `${round(percentile(seen.list, 0.5))}, ${round(percentile(seen.list, 0.99))} ms`,
          "peak memory": mebibytes(peak),
        },
      ],
      goals: [told],
      raw: { count, took, cpu, seen, peak },
    };
  } finally {
    await server.stop();
  }
}
