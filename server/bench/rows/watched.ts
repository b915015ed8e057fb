import { ours } from "../contestants.ts";
import { smtpSource } from "../load/smtp-source.ts";
import { startWatching } from "../load/watching.ts";
import { interleave, median, medianRatio, percentile } from "../measure.ts";
import { cpuTime, memory } from "../process.ts";
import { atLeast, mebibytes, type Row, round } from "../report.ts";
import type { Settings } from "./ingest.ts";

const load = { bytes: 1024, sessions: 10, keep: true };

/** Whether watchers slow down what comes in: the same load with nobody watching, and with ten pages open. */
export async function watched({ rounds, seconds }: Settings): Promise<Row> {
  const server = await ours().start();
  try {
    const warm = await smtpSource(server.smtpPort, 5000, load);
    const count = Math.ceil((5000 * seconds) / warm);
    const runs = await interleave([0, 10], rounds, async (watchers) => {
      const end =
        watchers > 0 ? await startWatching({ port: server.httpPort, watchers, asleep: 0, listEvery: 50 }) : undefined;
      const before = cpuTime(server.pid);
      const took = await smtpSource(server.smtpPort, count, load);
      const cpu = (cpuTime(server.pid) - before) / count;
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
      "messages/s": round(median(some.map(({ rate }) => rate))),
      "CPU a message": `${round(median(some.map(({ cpu }) => cpu)))} ms`,
      "bytes streamed": mebibytes(median(some.map(({ seen }) => seen?.bytes ?? 0))),
      resyncs: String(some.reduce((sum, { seen }) => sum + (seen?.resyncs ?? 0), 0)),
    });
    return {
      id: "watched",
      title: "1 KiB, kept, with 10 stream clients watching and the list read 20 times a second",
      lines: [
        line("nobody", alone),
        {
          ...line("ten, and the list", together),
          "list p50, p99": `${round(percentile(list, 0.5))}, ${round(percentile(list, 0.99))} ms`,
        },
      ],
      goals: [atLeast("rate against the same with nobody watching", 0.8, ratio)],
      raw: { runs: Object.fromEntries(runs), peak: memory(server.pid, "VmHWM") },
    };
  } finally {
    await server.stop();
  }
}
