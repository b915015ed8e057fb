import type { Contestant } from "../../contestants.ts";
import { waitUntilIdle } from "../../cpu-time.ts";
import { sendPipelined } from "../../load/send-pipelined.ts";
import { median, runInterleaved } from "../../measure.ts";
import { readMemoryBytes } from "../../process.ts";
import { REAL_MESSAGE_BYTES } from "../../real-messages.ts";
import { atMost, formatNumber, type Row } from "../../report.ts";
import { SQLITE } from "../../stored-contestants.ts";

/** Resident memory with default options, and with a store, without a forced collection: as a user sees it. */

const MiB = 1024 * 1024;

interface Round {
  readonly idle: number;
  /** Beyond the bytes of the messages. */
  readonly real: number;
  readonly small: number;
}

async function measureRound({ name, start }: Contestant, smallCount: number): Promise<Round> {
  const resident = async (count: number, kind: "real" | "plain") => {
    const server = await start();
    try {
      if (count > 0)
        await sendPipelined(server.smtpPort, count, {
          bytes: kind === "real" ? REAL_MESSAGE_BYTES : 1024,
          kind,
          sessions: 4,
        });
      await waitUntilIdle(server.pid, 300_000);
      return readMemoryBytes(server.pid, "VmRSS") / MiB;
    } finally {
      await server.stop();
    }
  };
  // What is on disk is not resident.
  const kept = name === "mailglass" || name === "Inbucket" ? (1000 * REAL_MESSAGE_BYTES) / MiB : 0;
  return {
    idle: await resident(0, "plain"),
    real: (await resident(1000, "real")) - kept,
    small: await resident(smallCount, "plain"),
  };
}

/** @param contestants the first is Mailglass, the second Mailglass with SQLite */
export async function measureResident(
  contestants: readonly Contestant[],
  smallCount: number,
  rounds: number,
): Promise<Row> {
  const measurable = contestants.filter(
    ({ name, missing }) => missing === undefined && ["mailglass", SQLITE.name, "Mailpit", "Inbucket"].includes(name),
  );
  const runs = await runInterleaved(measurable, rounds, (contestant) => measureRound(contestant, smallCount));
  const value = (each: readonly Round[], key: keyof Round) => median(each.map((round) => round[key]));
  const [own = [], stored = []] = runs.values();
  const cell = (each: readonly Round[], key: keyof Round) => `${formatNumber(value(each, key))} MiB`;
  return {
    id: "resident",
    title: "Resident memory, without a forced collection",
    lines: [...runs].map(([{ name }, each]) => ({
      server: name,
      idle: cell(each, "idle"),
      "after 1,000 real messages, beyond their bytes": cell(each, "real"),
      [`after ${formatNumber(smallCount)} × 1 KiB`]: cell(each, "small"),
    })),
    goals: [
      atMost("idle", 65, value(own, "idle"), "MiB"),
      atMost("after 1,000 real messages, beyond their bytes", 65, value(own, "real"), "MiB"),
      atMost("with SQLite, after 1,000 real messages, in all", 110, value(stored, "real"), "MiB"),
      atMost("after the small messages", 95, value(own, "small"), "MiB"),
    ],
    raw: Object.fromEntries([...runs].map(([{ name }, each]) => [name, each])),
  };
}
