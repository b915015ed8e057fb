import { naiveRing, ours } from "../contestants.ts";
import { type Held, heldMemory } from "../inspector.ts";
import { pipelined } from "../load/pipelined.ts";
import { atMost, mebibytes, type Row, round } from "../report.ts";

/** What is held after a full garbage collection, beyond what an empty server holds. */

const live = ({ heapUsed, external }: Held) => heapUsed + external;

/** Bytes held for `count` messages of `bytes` bytes. */
export async function held(count: number, bytes: number): Promise<Row> {
  const room = ["--max-messages", String(count), "--max-bytes", "4g"];
  const measure = async (contestant: ReturnType<typeof ours>, messages: number) => {
    const server = await contestant.start();
    try {
      await pipelined(server.smtpPort, 100, { bytes }); // the code and its caches are no message's
      const before = await heldMemory(server.inspectorPort);
      await pipelined(server.smtpPort, messages, { bytes, kind: "numbered" });
      const after = await heldMemory(server.inspectorPort);
      return { name: contestant.name, messages, before, after };
    } finally {
      await server.stop();
    }
  };
  const own = await measure(ours({ flags: room, inspect: true }), count);
  const naive = await measure(naiveRing({ inspect: true }), Math.min(1000, count)); // its ring holds 1,000
  const perMessage = ({ before, after, messages }: typeof own) => (live(after) - live(before)) / messages;
  const line = (each: typeof own) => ({
    server: each.name,
    messages: `${round(each.messages)} × ${round(bytes / 1024)} KiB`,
    "live bytes a message": round(perMessage(each)),
    "a stored byte": round(perMessage(each) / bytes),
    "resident growth a stored byte": round((each.after.rss - each.before.rss) / (each.messages * bytes)),
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
export async function flat(count: number): Promise<Row> {
  // Each step brings ten sessions, whose conversations are kept too: their ring is to be full from the first step on.
  const flags = ["--max-messages", "1000", "--max-sessions", "10"];
  const server = await ours({ flags, inspect: true }).start();
  const samples: Held[] = [];
  try {
    for (let step = 0; step < 10; step++) {
      await pipelined(server.smtpPort, Math.ceil(count / 10), { bytes: 1024 });
      samples.push(await heldMemory(server.inspectorPort));
    }
  } finally {
    await server.stop();
  }
  const [first, last] = [samples[0], samples[9]];
  if (first === undefined || last === undefined) throw new Error("no samples");
  return {
    id: "flat",
    title: `Memory while ${round(count)} messages go through a ring of 1,000`,
    lines: samples.map((sample, step) => ({
      messages: round(((step + 1) * count) / 10),
      live: mebibytes(live(sample)),
      resident: mebibytes(sample.rss),
    })),
    goals: [
      atMost("live bytes at the end against those after a tenth", 1.05, live(last) / live(first), "×"),
      atMost("resident bytes at the end against those after a tenth", 1.25, last.rss / first.rss, "×"),
    ],
    raw: { samples },
  };
}
