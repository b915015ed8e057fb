import { ours } from "../contestants.ts";
import { fetchJson, timed } from "../load/http.ts";
import { pipelined } from "../load/pipelined.ts";
import { openSender } from "../load/sender.ts";
import { interleave, median, medianRatio, percentile } from "../measure.ts";
import { plain } from "../messages.ts";
import type { Running } from "../process.ts";
import { atMost, type Row, round } from "../report.ts";

/** What a page and a test ask for: the list, searches, a message. */

interface ListAnswer {
  readonly items: readonly { readonly id: string; readonly seq: number }[];
  readonly matched: number;
}

const percents = (values: readonly number[]) => ({
  p50: `${round(percentile(values, 0.5))} ms`,
  p99: `${round(percentile(values, 0.99))} ms`,
  highest: `${round(percentile(values, 1))} ms`,
});

async function filled<T>(count: number, bytes: number, use: (server: Running) => Promise<T>): Promise<T> {
  const server = await ours({ flags: ["--max-messages", String(count), "--max-bytes", "4g"] }).start();
  try {
    await pipelined(server.smtpPort, count, { bytes, kind: "numbered" });
    return await use(server);
  } finally {
    await server.stop();
  }
}

/** Pages of 50 that begin within the newest `reach` messages. */
async function pages(server: Running, reach: number): Promise<{ first: number[]; again: number[] }> {
  const newest = (await fetchJson<ListAnswer>(server.httpPort, "/api/messages?limit=1")).items[0]?.seq ?? 0;
  const asks = 300;
  const paths = Array.from({ length: asks }, (_, at) => {
    return `/api/messages?limit=50&before=${newest - Math.floor((reach * at) / asks)}`;
  });
  const ask = async () => {
    const times: number[] = [];
    for (const path of paths) times.push(await timed(server.httpPort, path));
    return times;
  };
  return { first: await ask(), again: await ask() };
}

export async function list(count: number): Promise<Row> {
  const warmed = async (server: Running) => {
    await pages(server, 900);
    return pages(server, 900);
  };
  const small = await filled(1000, 1024, warmed);
  const large = await filled(count, 1024, async (server) => ({
    newest: await warmed(server),
    anywhere: await pages(server, count * 0.9),
  }));
  const { newest, anywhere } = large;
  return {
    id: "list",
    title: `A page of 50 out of ${round(count)} messages`,
    lines: [
      { "messages kept": "1,000", pages: "of the newest 900", ...percents(small.again) },
      { "messages kept": round(count), pages: "of the newest 900", ...percents(newest.again) },
      { "messages kept": round(count), pages: "from all over, never shown before", ...percents(anywhere.first) },
      { "messages kept": round(count), pages: "from all over, again", ...percents(anywhere.again) },
    ],
    goals: [
      atMost("p99, from all over, never shown before", 3, percentile(anywhere.first, 0.99), "ms"),
      atMost("p50 against that of 1,000 kept", 1.5, percentile(newest.again, 0.5) / percentile(small.again, 0.5), "×"),
    ],
    raw: { small, large },
  };
}

/** A thousand rows at once, as a page reads them: what messages of 200 KiB cost beyond such of 1 KiB. */
export async function rows(rounds: number): Promise<Row> {
  const ask = (bytes: number) =>
    filled(1000, bytes, async (server) => {
      const all = () => timed(server.httpPort, "/api/messages?limit=1000");
      const header = () => timed(server.httpPort, "/api/messages?limit=1&q=header%3Asubject%3Dnothing");
      return { first: await all(), again: await all(), header: await header() };
    });
  const sizes = [1024, 200 * 1024];
  const measured = await interleave(sizes, rounds, ask);
  const [small = [], large = []] = sizes.map((bytes) => measured.get(bytes) ?? []);
  const line = (what: string, pick: (each: Awaited<ReturnType<typeof ask>>) => number) => ({
    what,
    "1 KiB": `${round(median(small.map(pick)))} ms`,
    "200 KiB": `${round(median(large.map(pick)))} ms`,
    ratio: round(medianRatio(large.map(pick), small.map(pick))),
  });
  return {
    id: "rows",
    title: "A thousand rows at once",
    lines: [
      line("for the first time", ({ first }) => first),
      line("again", ({ again }) => again),
      line("a search in header fields", ({ header }) => header),
    ],
    goals: [],
    raw: { small, large },
  };
}

/** Round trips of a sender who sends a message every few milliseconds while `work` is done. */
async function senderMeanwhile(server: Running, work: () => Promise<void>): Promise<number[]> {
  const sender = await openSender(server.smtpPort);
  const message = Buffer.from(plain(1024));
  const times: number[] = [];
  const over = new AbortController();
  const sending = (async () => {
    while (!over.signal.aborted) {
      const started = performance.now();
      await sender.send(message);
      times.push(performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  })();
  await work();
  over.abort();
  await sending;
  sender.quit();
  return times;
}

const FIELDS = ['subject:"order 77"', "from:user77@example.com", "to:bob@example.net subject:nothing"];
const TEXT = ["needle", "body:token99", '"amber birch"'];

export async function search(count: number, asks: number): Promise<Row> {
  return filled(count, 4096, async (server) => {
    const path = (query: string) => `/api/messages?limit=50&q=${encodeURIComponent(query)}`;
    const first: Record<string, number> = {};
    const firstTimes = await senderMeanwhile(server, async () => {
      for (const query of [...FIELDS, ...TEXT]) first[query] = await timed(server.httpPort, path(query));
    });
    const times: Record<string, number[]> = {};
    const meanwhile = await senderMeanwhile(server, async () => {
      for (let round = 0; round < asks; round++) {
        for (const query of [...FIELDS, ...TEXT]) (times[query] ??= []).push(await timed(server.httpPort, path(query)));
      }
    });
    const quiet = await senderMeanwhile(server, () => new Promise((resolve) => setTimeout(resolve, 1000)));
    const all = (queries: readonly string[]) => queries.flatMap((query) => times[query] ?? []);
    return {
      id: "search",
      title: `Search of ${round(count)} × 4 KiB`,
      lines: [
        ...[...FIELDS, ...TEXT].map((query) => ({
          what: `\`${query}\``,
          "first time": `${round(first[query] ?? Number.NaN)} ms`,
          ...percents(times[query] ?? []),
        })),
        { what: "a sender's round trip, nobody searching", ...percents(quiet) },
        { what: "while the first searches run", ...percents(firstTimes) },
        { what: "while later searches run", ...percents(meanwhile) },
      ],
      goals: [
        atMost("fields, p50", 20, percentile(all(FIELDS), 0.5), "ms"),
        atMost("full text, p50", 150, percentile(all(TEXT), 0.5), "ms"),
        atMost("a sender's round trip while searches run, p99", 10, percentile(meanwhile, 0.99), "ms"),
        atMost("the same while the first searches run, p99", 10, percentile(firstTimes, 0.99), "ms"),
      ],
      raw: { first, times, quiet, firstTimes, meanwhile },
    };
  });
}

export async function opening(count: number): Promise<Row> {
  const server = await ours().start();
  try {
    await pipelined(server.smtpPort, count + 3, { bytes: 1024 * 1024, sessions: 1, kind: "enclosing" });
    const { items } = await fetchJson<ListAnswer>(server.httpPort, `/api/messages?limit=${count + 3}`);
    const first: number[] = [];
    const again: number[] = [];
    for (const [at, { id }] of items.entries()) {
      const [cold, warm] = [
        await timed(server.httpPort, `/api/messages/${id}`),
        await timed(server.httpPort, `/api/messages/${id}`),
      ];
      if (at < 3) continue; // the code warms up
      first.push(cold);
      again.push(warm);
    }
    return {
      id: "opening",
      title: "Opening a message of 1 MiB with 10 parts",
      lines: [
        { asked: "for the first time", ...percents(first) },
        { asked: "again", ...percents(again) },
      ],
      goals: [atMost("first time, p50", 30, percentile(first, 0.5), "ms")],
      raw: { first, again },
    };
  } finally {
    await server.stop();
  }
}
