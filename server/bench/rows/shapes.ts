import { type Contestant, mailglassContestant } from "../contestants.ts";
import { sendPipelined } from "../load/send-pipelined.ts";
import { median, medianRatio, runInterleaved } from "../measure.ts";
import { readCpuTimeMs } from "../process.ts";
import { atLeast, atMost, formatNumber, type Row } from "../report.ts";
import type { BenchSettings } from "./ingest.ts";

const MiB = 1024 * 1024;
const SHAPES = [
  { name: "1 MiB", bytes: MiB, kind: "plain" },
  { name: "10 MiB", bytes: 10 * MiB, kind: "plain" },
  { name: "1 MiB of dots", bytes: MiB, kind: "dotted" },
] as const;

/** Whether large messages cost in proportion to their bytes, and the cost of a body with every line dot-stuffed. */
export async function measureShapes(
  smtpServer: Contestant | undefined,
  { rounds, seconds }: BenchSettings,
): Promise<Row> {
  const lines: Record<string, string>[] = [];
  const raw: Record<string, unknown> = {};
  const goals: Row["goals"][number][] = [];
  for (const contestant of [mailglassContestant(), ...(smtpServer === undefined ? [] : [smtpServer])]) {
    const server = await contestant.start();
    try {
      const send = (shape: (typeof SHAPES)[number], count: number) =>
        sendPipelined(server.smtpPort, count, { bytes: shape.bytes, kind: shape.kind, sessions: 4 });
      const counts = new Map<string, number>();
      for (const shape of SHAPES) {
        const warm = (32 * MiB) / shape.bytes;
        counts.set(shape.name, Math.max(8, Math.ceil((warm * seconds) / (await send(shape, Math.ceil(warm))))));
      }
      const runs = await runInterleaved(SHAPES, rounds, async (shape) => {
        const count = counts.get(shape.name) ?? 8;
        const before = readCpuTimeMs(server.pid);
        const took = await send(shape, count);
        const mebibytes = (count * shape.bytes) / MiB;
        return { rate: mebibytes / took, cpu: (readCpuTimeMs(server.pid) - before) / mebibytes };
      });
      const rates = (at: number) => (runs.get(SHAPES[at] ?? SHAPES[0]) ?? []).map(({ rate }) => rate);
      for (const [shape, each] of runs) {
        lines.push({
          server: contestant.name,
          message: shape.name,
          "MiB/s": formatNumber(median(each.map(({ rate }) => rate))),
          "CPU a MiB": `${formatNumber(median(each.map(({ cpu }) => cpu)))} ms`,
        });
      }
      raw[contestant.name] = [...runs].map(([shape, each]) => ({ shape: shape.name, each }));
      if (goals.length > 0) continue;
      const cpus = (at: number) => (runs.get(SHAPES[at] ?? SHAPES[0]) ?? []).map(({ cpu }) => cpu);
      goals.push(atMost("CPU a MiB at 10 MiB against 1 MiB", 1.25, medianRatio(cpus(1), cpus(0)), "×"));
      goals.push(atLeast("MiB/s of a body of dots against a plain one", 0.5, medianRatio(rates(2), rates(0))));
    } finally {
      await server.stop();
    }
  }
  return { id: "shapes", title: "Large messages, and bodies of dots (pipelined, 4 connections)", lines, goals, raw };
}
