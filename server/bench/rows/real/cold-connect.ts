import type { Contestant } from "../../contestants.ts";
import { readThreadTimeMs, waitUntilIdle } from "../../cpu-time.ts";
import { sendPipelined } from "../../load/send-pipelined.ts";
import { isSmtpSourceMissing, sendWithSmtpSource } from "../../load/smtp-source.ts";
import { median, runInterleaved } from "../../measure.ts";
import { atMost, formatNumber, type Row } from "../../report.ts";

/** One connection per message on a fresh server: CPU time per message of the first 2,500, and of those after the first 10,000. */

const COUNT = 2_500;

async function measureRound({ start }: Contestant): Promise<{ cold: number; hot: number }> {
  const server = await start();
  const send = (count: number) =>
    isSmtpSourceMissing
      ? sendPipelined(server.smtpPort, count, { bytes: 1024, sessions: count })
      : sendWithSmtpSource(server.smtpPort, count, { bytes: 1024, sessions: 10, keepsConnections: false });
  const cost = async () => {
    const before = readThreadTimeMs(server.pid);
    await send(COUNT);
    return (readThreadTimeMs(server.pid) - before) / COUNT;
  };
  try {
    await waitUntilIdle(server.pid);
    const cold = await cost();
    await send(3 * COUNT);
    return { cold, hot: await cost() };
  } finally {
    await server.stop();
  }
}

export async function measureColdConnect(contestants: readonly Contestant[], rounds: number): Promise<Row> {
  const measurable = contestants.filter(
    ({ name, missing }) =>
      missing === undefined && ["mailglass", "smtp-sink", "Inbucket", "Mailpit", "MailHog"].includes(name),
  );
  const runs = await runInterleaved(measurable, rounds, measureRound);
  const [own = []] = runs.values();
  const cold = (each: readonly { cold: number }[]) => median(each.map((round) => round.cold));
  return {
    id: "cold-connect",
    title: "1 KiB, a connection each, on a fresh server: CPU time a message",
    lines: [...runs].map(([{ name }, each]) => ({
      server: name,
      "first 2,500": `${formatNumber(cold(each))} ms`,
      "after 10,000": `${formatNumber(median(each.map(({ hot }) => hot)))} ms`,
    })),
    goals: [atMost("the first 2,500", 0.35, cold(own), "ms")],
    raw: Object.fromEntries([...runs].map(([{ name }, each]) => [name, each])),
  };
}
