import { mailglassContestant } from "../contestants.ts";
import { sendWithSmtpSource } from "../load/smtp-source.ts";
import { startWatching } from "../load/start-watching.ts";
import { median, medianRatio, percentile, runInterleaved } from "../measure.ts";
import { readCpuTimeMs, readMemoryBytes } from "../process.ts";
import { atLeast, formatMebibytes, formatNumber, type Row } from "../report.ts";
import type { BenchSettings } from "./ingest.ts";

const LOAD = { bytes: 1024, sessions: 10, keepsConnections: true };

/** Whether open pages slow down receiving: the same load without pages, and with ten of them. */
export async function measureWatched({ rounds, seconds }: BenchSettings): Promise<Row> {
  const server = await mailglassContestant().start();
  try {
    const warm = await sendWithSmtpSource(server.smtpPort, 5000, LOAD);
    const count = Math.ceil((5000 * seconds) / warm);
    const runs = await runInterleaved([0, 10], rounds, async (watchers) => {
      const end =
        watchers > 0
          ? await startWatching({ port: server.httpPort, watchers, sleeping: 0, listIntervalMs: 50 })
          : undefined;
      const before = readCpuTimeMs(server.pid);
      const took = await sendWithSmtpSource(server.smtpPort, count, LOAD);
      const cpu = (readCpuTimeMs(server.pid) - before) / count;
      return { rate: count / took, cpu, seen: await end?.() };
    });
    const alone = runs.get(0) ?? [];
    const together = runs.get(10) ?? [];
    const ratio = medianRatio(
      together.map(({ rate }) => rate),
      alone.map(({ rate }) => rate),
    );
    const list = together.flatMap(({ seen }) => [...(seen?.list ?? [])]);
    const line = (name: string, some: typeof alone) => ({
      watching: name,
      "messages/s": formatNumber(median(some.map(({ rate }) => rate))),
      "CPU a message": `${formatNumber(median(some.map(({ cpu }) => cpu)))} ms`,
      "bytes streamed": formatMebibytes(median(some.map(({ seen }) => seen?.bytes ?? 0))),
      resyncs: String(some.reduce((sum, { seen }) => sum + (seen?.resyncs ?? 0), 0)),
    });
    return {
      id: "watched",
      title: "1 KiB, kept, with 10 stream clients watching and the list read 20 times a second",
      lines: [
        line("nobody", alone),
        {
          ...line("ten, and the list", together),
          "list p50, p99": `${formatNumber(percentile(list, 0.5))}, ${formatNumber(percentile(list, 0.99))} ms`,
        },
      ],
      goals: [atLeast("rate against the same with nobody watching", 0.8, ratio)],
      raw: { runs: Object.fromEntries(runs), peak: readMemoryBytes(server.pid, "VmHWM") },
    };
  } finally {
    await server.stop();
  }
}
