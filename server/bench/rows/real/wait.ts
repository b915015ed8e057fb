import { mailglassContestant } from "../../contestants.ts";
import { fetchPage } from "../../load/http.ts";
import { openSender } from "../../load/sender.ts";
import { median, percentile } from "../../measure.ts";
import { realMessage } from "../../real-messages.ts";
import { atMost, formatNumber, type Row } from "../../report.ts";

/**
 * From the 250 of a real message to the answer of a wait for it, with the whole message or with its codes only, compared with a request
 * of the list after the same 250.
 */

const LIST = "/api/messages?limit=1";

/** The kinds of requests, in turn. */
const KINDS = ["wait", "selection", "poll"] as const;

interface Times {
  readonly first: number;
  readonly wait: readonly number[];
  readonly selection: readonly number[];
  readonly poll: readonly number[];
}

async function measureRound(count: number): Promise<Times> {
  const server = await mailglassContestant().start();
  try {
    await new Promise((resolve) => setTimeout(resolve, 1000)); // a user starts the server before a test
    const sender = await openSender(server.smtpPort);
    const times = { wait: [] as number[], selection: [] as number[], poll: [] as number[] };
    for (let number = 0; number < count; number++) {
      const kind = KINDS[number % KINDS.length] ?? "wait";
      const token = encodeURIComponent(`subject:"order ${number} "`);
      const path = `/api/messages/wait?q=${token}&timeout=10000${kind === "selection" ? "&fields=codes" : ""}`;
      const answer = kind === "poll" ? undefined : fetchPage(server.httpPort, path).then(() => performance.now());
      await new Promise((resolve) => setTimeout(resolve, 20)); // the wait has begun
      await sender.send(Buffer.from(realMessage(number)));
      const accepted = performance.now();
      if (answer === undefined) await fetchPage(server.httpPort, LIST);
      times[kind].push(((await answer) ?? performance.now()) - accepted);
    }
    sender.quit();
    return { ...times, first: times.wait[0] ?? Number.NaN, wait: times.wait.slice(1) };
  } finally {
    await server.stop();
  }
}

export async function measureWait(rounds: number, count = 150): Promise<Row> {
  const times: Times[] = [];
  for (let round = 0; round < rounds; round++) times.push(await measureRound(count));
  const p50 = (key: (typeof KINDS)[number]) => median(times.map((each) => percentile(each[key], 0.5)));
  const first = median(times.map((each) => each.first));
  const line = (what: string, milliseconds: number) => ({ what, "p50 from 250": `${formatNumber(milliseconds)} ms` });
  return {
    id: "wait",
    title: "From the 250 of a real message to the response that has it",
    lines: [
      line("the first wait of a fresh server", first),
      line("later waits", p50("wait")),
      line("later waits for the codes only", p50("selection")),
      line("the newest row of the list", p50("poll")),
    ],
    goals: [
      atMost("wait for the codes against the list", 1.3, p50("selection") / p50("poll"), "×"),
      atMost("the first wait", 30, first, "ms"),
    ],
    raw: times,
  };
}
