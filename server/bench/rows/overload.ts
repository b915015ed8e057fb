import { mailglassContestant } from "../contestants.ts";
import { sendPipelined } from "../load/send-pipelined.ts";
import { startWatching } from "../load/start-watching.ts";
import { percentile } from "../measure.ts";
import { readCpuTimeMs, readMemoryBytes } from "../process.ts";
import { formatMebibytes, formatNumber, type Goal, type Row } from "../report.ts";

/** Overload: mail arrives as fast as possible for `seconds`, while ten pages are open, one of which does not read. */
export async function measureOverload(seconds: number): Promise<Row> {
  const server = await mailglassContestant().start();
  try {
    const warm = await sendPipelined(server.smtpPort, 20_000, { bytes: 1024 });
    const count = Math.ceil((20_000 * seconds) / warm);
    const end = await startWatching({ port: server.httpPort, watchers: 10, sleeping: 1, listIntervalMs: 100 });
    const before = readCpuTimeMs(server.pid);
    const took = await sendPipelined(server.smtpPort, count, { bytes: 1024 });
    const cpu = (readCpuTimeMs(server.pid) - before) / count;
    const seen = await end();
    const peak = readMemoryBytes(server.pid, "VmHWM");
    const resyncGoal: Goal = {
      what: "the page that did not read is asked to load the list again",
      goal: "1 resync",
      measured: String(seen.sleepersResyncs),
      reached: seen.sleepersResyncs >= 1,
    };
    return {
      id: "overload",
      title: "Overload: as fast as it goes, 10 stream clients, one of which does not read",
      lines: [
        {
          messages: formatNumber(count),
          "messages/s": formatNumber(count / took),
          "alone before": `${formatNumber(20_000 / warm)}/s`,
          "CPU a message": `${formatNumber(cpu)} ms`,
          "bytes streamed": formatMebibytes(seen.bytes),
          "resyncs of the nine": String(seen.resyncs),
          "list p50, p99": `${formatNumber(percentile(seen.list, 0.5))}, ${formatNumber(percentile(seen.list, 0.99))} ms`,
          "peak memory": formatMebibytes(peak),
        },
      ],
      goals: [resyncGoal],
      raw: { count, took, cpu, seen, peak },
    };
  } finally {
    await server.stop();
  }
}
