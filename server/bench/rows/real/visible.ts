import type { Contestant } from "../../contestants.ts";
import { fetchPage } from "../../load/http.ts";
import { openSender } from "../../load/sender.ts";
import { median, medianRatio, percentile, runInterleaved, waitUntil } from "../../measure.ts";
import { PEER_APIS } from "../../peer-apis.ts";
import { realMessage } from "../../real-messages.ts";
import { atMost, formatNumber, type Row } from "../../report.ts";

/** From the MAIL of a real message to the end of the first list that has it, requested as soon as the 250 arrives. */

/** Messages of one run. The first tenth warms the server up. */
const COUNT = 100;

interface Run {
  readonly first: number;
  readonly later: readonly number[];
}

async function measureServer(contestant: Contestant, list: string): Promise<Run> {
  const server = await contestant.start();
  try {
    await new Promise((resolve) => setTimeout(resolve, 1000)); // a user starts the server before a test
    const sender = await openSender(server.smtpPort);
    const times: number[] = [];
    for (let number = 0; number < COUNT; number++) {
      const message = Buffer.from(realMessage(number));
      const subject = `Order ${number} is`;
      const started = performance.now();
      await sender.send(message);
      const hasMessage = async () => (await fetchPage(server.httpPort, list)).includes(subject);
      await waitUntil(`${contestant.name} lists message ${number}`, hasMessage, { every: 0 });
      times.push(performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    sender.quit();
    const [first = Number.NaN] = times;
    return { first, later: times.slice(COUNT / 10) };
  } finally {
    await server.stop();
  }
}

export async function measureVisible(contestants: readonly Contestant[], rounds: number): Promise<Row> {
  const present = contestants.filter(({ name, missing }) => missing === undefined && PEER_APIS[name] !== undefined);
  const runs = await runInterleaved(present, rounds, (contestant) =>
    measureServer(contestant, PEER_APIS[contestant.name]?.list ?? ""),
  );
  const p50 = (contestant: Contestant) => (runs.get(contestant) ?? []).map(({ later }) => percentile(later, 0.5));
  const [own, ...others] = present;
  const ratioTo = (other: Contestant) => (own === undefined ? Number.NaN : medianRatio(p50(own), p50(other)));
  return {
    id: "visible",
    title: "From the MAIL of a real message to the list that has it",
    lines: present.map((contestant) => ({
      server: contestant.name,
      first: `${formatNumber(median((runs.get(contestant) ?? []).map(({ first }) => first)))} ms`,
      "later, p50": `${formatNumber(median(p50(contestant)))} ms`,
      "ours ÷ it": `${formatNumber(ratioTo(contestant))} ×`,
    })),
    goals: others.map((other) => atMost(`against ${other.name}`, 1, ratioTo(other), "×")),
    raw: Object.fromEntries(present.map((contestant) => [contestant.name, runs.get(contestant)])),
  };
}
