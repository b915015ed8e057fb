import { mailglassContestant } from "../contestants.ts";
import { fetchJson, timeFetch } from "../load/http.ts";
import { sendPipelined } from "../load/send-pipelined.ts";
import { openSender } from "../load/sender.ts";
import { median, medianRatio, percentile, runInterleaved } from "../measure.ts";
import { plainMessage } from "../messages.ts";
import type { RunningServer } from "../process.ts";
import { atMost, formatNumber, type Row } from "../report.ts";

/** What a page and a test request: the list, searches, a message. */

interface ListResponse {
  readonly items: readonly { readonly id: string; readonly seq: number }[];
  readonly matched: number;
}

const formatPercentiles = (values: readonly number[]) => ({
  p50: `${formatNumber(percentile(values, 0.5))} ms`,
  p99: `${formatNumber(percentile(values, 0.99))} ms`,
  highest: `${formatNumber(percentile(values, 1))} ms`,
});

async function withFilledServer<T>(
  count: number,
  bytes: number,
  use: (server: RunningServer) => Promise<T>,
): Promise<T> {
  const server = await mailglassContestant({ flags: ["--max-messages", String(count), "--max-bytes", "4g"] }).start();
  try {
    await sendPipelined(server.smtpPort, count, { bytes, kind: "numbered" });
    return await use(server);
  } finally {
    await server.stop();
  }
}

/** Pages of 50 that begin within the newest `reach` messages. */
async function timePages(server: RunningServer, newestCount: number): Promise<{ first: number[]; again: number[] }> {
  const newest = (await fetchJson<ListResponse>(server.httpPort, "/api/messages?limit=1")).items[0]?.seq ?? 0;
  const asks = 300;
  const paths = Array.from({ length: asks }, (_, at) => {
    return `/api/messages?limit=50&before=${newest - Math.floor((newestCount * at) / asks)}`;
  });
  const ask = async () => {
    const times: number[] = [];
    for (const path of paths) times.push(await timeFetch(server.httpPort, path));
    return times;
  };
  return { first: await ask(), again: await ask() };
}

export async function measureListPages(count: number): Promise<Row> {
  const warmed = async (server: RunningServer) => {
    await timePages(server, 900);
    return timePages(server, 900);
  };
  const small = await withFilledServer(1000, 1024, warmed);
  const large = await withFilledServer(count, 1024, async (server) => ({
    newest: await warmed(server),
    anywhere: await timePages(server, count * 0.9),
  }));
  const { newest, anywhere } = large;
  return {
    id: "list",
    title: `A page of 50 out of ${formatNumber(count)} messages`,
    lines: [
      { "messages kept": "1,000", pages: "of the newest 900", ...formatPercentiles(small.again) },
      { "messages kept": formatNumber(count), pages: "of the newest 900", ...formatPercentiles(newest.again) },
      {
        "messages kept": formatNumber(count),
        pages: "from all over, never shown before",
        ...formatPercentiles(anywhere.first),
      },
      { "messages kept": formatNumber(count), pages: "from all over, again", ...formatPercentiles(anywhere.again) },
    ],
    goals: [
      atMost("p99, from all over, never shown before", 3, percentile(anywhere.first, 0.99), "ms"),
      atMost("p50 against that of 1,000 kept", 1.5, percentile(newest.again, 0.5) / percentile(small.again, 0.5), "×"),
    ],
    raw: { small, large },
  };
}

/** A thousand rows at once, as a page reads them: the additional cost of messages of 200 KiB compared with 1 KiB. */
export async function measureThousandRows(rounds: number): Promise<Row> {
  const ask = (bytes: number) =>
    withFilledServer(1000, bytes, async (server) => {
      const all = () => timeFetch(server.httpPort, "/api/messages?limit=1000");
      const header = () => timeFetch(server.httpPort, "/api/messages?limit=1&q=header%3Asubject%3Dnothing");
      return { first: await all(), again: await all(), header: await header() };
    });
  const sizes = [1024, 200 * 1024];
  const measured = await runInterleaved(sizes, rounds, ask);
  const [small = [], large = []] = sizes.map((bytes) => measured.get(bytes) ?? []);
  const line = (what: string, pick: (each: Awaited<ReturnType<typeof ask>>) => number) => ({
    what,
    "1 KiB": `${formatNumber(median(small.map(pick)))} ms`,
    "200 KiB": `${formatNumber(median(large.map(pick)))} ms`,
    ratio: formatNumber(medianRatio(large.map(pick), small.map(pick))),
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

/** Round-trip times of a sender that sends a message every few milliseconds while `work` runs. */
async function timeSenderDuring(server: RunningServer, work: () => Promise<void>): Promise<number[]> {
  const sender = await openSender(server.smtpPort);
  const message = Buffer.from(plainMessage(1024));
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

const FIELD_QUERIES = ['subject:"order 77"', "from:user77@example.com", "to:bob@example.net subject:nothing"];
const TEXT_QUERIES = ["needle", "body:token99", '"amber birch"'];

export async function measureSearch(count: number, asks: number): Promise<Row> {
  return withFilledServer(count, 4096, async (server) => {
    const path = (query: string) => `/api/messages?limit=50&q=${encodeURIComponent(query)}`;
    const first: Record<string, number> = {};
    const firstTimes = await timeSenderDuring(server, async () => {
      for (const query of [...FIELD_QUERIES, ...TEXT_QUERIES])
        first[query] = await timeFetch(server.httpPort, path(query));
    });
    const times: Record<string, number[]> = {};
    const meanwhile = await timeSenderDuring(server, async () => {
      for (let round = 0; round < asks; round++) {
        for (const query of [...FIELD_QUERIES, ...TEXT_QUERIES])
          (times[query] ??= []).push(await timeFetch(server.httpPort, path(query)));
      }
    });
    const quiet = await timeSenderDuring(server, () => new Promise((resolve) => setTimeout(resolve, 1000)));
    const all = (queries: readonly string[]) => queries.flatMap((query) => times[query] ?? []);
    return {
      id: "search",
      title: `Search of ${formatNumber(count)} × 4 KiB`,
      lines: [
        ...[...FIELD_QUERIES, ...TEXT_QUERIES].map((query) => ({
          what: `\`${query}\``,
          "first time": `${formatNumber(first[query] ?? Number.NaN)} ms`,
          ...formatPercentiles(times[query] ?? []),
        })),
        { what: "a sender's round trip, nobody searching", ...formatPercentiles(quiet) },
        { what: "while the first searches run", ...formatPercentiles(firstTimes) },
        { what: "while later searches run", ...formatPercentiles(meanwhile) },
      ],
      goals: [
        atMost("fields, p50", 20, percentile(all(FIELD_QUERIES), 0.5), "ms"),
        atMost("full text, p50", 150, percentile(all(TEXT_QUERIES), 0.5), "ms"),
        atMost("a sender's round trip while searches run, p99", 10, percentile(meanwhile, 0.99), "ms"),
        atMost("the same while the first searches run, p99", 10, percentile(firstTimes, 0.99), "ms"),
      ],
      raw: { first, times, quiet, firstTimes, meanwhile },
    };
  });
}

export async function measureOpening(count: number): Promise<Row> {
  const server = await mailglassContestant().start();
  try {
    await sendPipelined(server.smtpPort, count + 3, { bytes: 1024 * 1024, sessions: 1, kind: "enclosing" });
    const { items } = await fetchJson<ListResponse>(server.httpPort, `/api/messages?limit=${count + 3}`);
    const first: number[] = [];
    const again: number[] = [];
    for (const [at, { id }] of items.entries()) {
      const [cold, warm] = [
        await timeFetch(server.httpPort, `/api/messages/${id}`),
        await timeFetch(server.httpPort, `/api/messages/${id}`),
      ];
      if (at < 3) continue; // warm-up
      first.push(cold);
      again.push(warm);
    }
    return {
      id: "opening",
      title: "Opening a message of 1 MiB with 10 parts",
      lines: [
        { asked: "for the first time", ...formatPercentiles(first) },
        { asked: "again", ...formatPercentiles(again) },
      ],
      goals: [atMost("first time, p50", 30, percentile(first, 0.5), "ms")],
      raw: { first, again },
    };
  } finally {
    await server.stop();
  }
}
