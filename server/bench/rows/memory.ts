import { mailglassContestant, naiveRingContestant } from "../contestants.ts";
import { type HeapUsage, measureHeapUsage } from "../inspector.ts";
import { sendPipelined } from "../load/send-pipelined.ts";
import { atMost, formatMebibytes, formatNumber, type Row } from "../report.ts";

/** Memory after a full garbage collection, beyond that of an empty server. */

const liveBytes = ({ heapUsed, external }: HeapUsage) => heapUsed + external;

/** Bytes held for `count` messages of `bytes` bytes. */
export async function measureHeldMemory(count: number, bytes: number): Promise<Row> {
  const limits = ["--max-messages", String(count), "--max-bytes", "4g"];
  const measure = async (contestant: ReturnType<typeof mailglassContestant>, messages: number) => {
    const server = await contestant.start();
    try {
      await sendPipelined(server.smtpPort, 100, { bytes }); // loads the code and fills its caches, which belong to no message
      const before = await measureHeapUsage(server.inspectorPort);
      await sendPipelined(server.smtpPort, messages, { bytes, kind: "numbered" });
      const after = await measureHeapUsage(server.inspectorPort);
      return { name: contestant.name, messages, before, after };
    } finally {
      await server.stop();
    }
  };
  const own = await measure(mailglassContestant({ flags: limits, inspect: true }), count);
  const naive = await measure(naiveRingContestant({ inspect: true }), Math.min(1000, count)); // its ring holds 1,000
  const perMessage = ({ before, after, messages }: typeof own) => (liveBytes(after) - liveBytes(before)) / messages;
  const line = (each: typeof own) => ({
    server: each.name,
    messages: `${formatNumber(each.messages)} × ${formatNumber(bytes / 1024)} KiB`,
    "live bytes a message": formatNumber(perMessage(each)),
    "a stored byte": formatNumber(perMessage(each) / bytes),
    "resident growth a stored byte": formatNumber((each.after.rss - each.before.rss) / (each.messages * bytes)),
  });
  return {
    id: "held",
    title: "Memory held by stored messages",
    lines: [line(own), line(naive)],
    goals: [atMost("live bytes a message", 1.2 * bytes + 2048, perMessage(own), "bytes")],
    raw: { own, naive },
  };
}

/** Whether memory stays flat while `count` messages go through a ring of 1,000. */
export async function measureMemoryGrowth(count: number): Promise<Row> {
  // Each step opens ten sessions, whose transcripts are kept, too: the ring of sessions must be full from the first step on.
  const flags = ["--max-messages", "1000", "--max-sessions", "10"];
  const server = await mailglassContestant({ flags, inspect: true }).start();
  const samples: HeapUsage[] = [];
  try {
    for (let step = 0; step < 10; step++) {
      await sendPipelined(server.smtpPort, Math.ceil(count / 10), { bytes: 1024 });
      samples.push(await measureHeapUsage(server.inspectorPort));
    }
  } finally {
    await server.stop();
  }
  const [first, last] = [samples[0], samples[9]];
  if (first === undefined || last === undefined) throw new Error("no samples");
  return {
    id: "flat",
    title: `Memory while ${formatNumber(count)} messages go through a ring of 1,000`,
    lines: samples.map((sample, step) => ({
      messages: formatNumber(((step + 1) * count) / 10),
      live: formatMebibytes(liveBytes(sample)),
      resident: formatMebibytes(sample.rss),
    })),
    goals: [
      atMost("live bytes at the end against those after a tenth", 1.05, liveBytes(last) / liveBytes(first), "×"),
      atMost("resident bytes at the end against those after a tenth", 1.25, last.rss / first.rss, "×"),
    ],
    raw: { samples },
  };
}
