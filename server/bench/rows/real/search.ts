import type { Contestant } from "../../contestants.ts";
import { type Cost, measureCost } from "../../cpu-time.ts";
import { fetchPage } from "../../load/http.ts";
import { sendPipelined } from "../../load/send-pipelined.ts";
import { median, runInterleaved } from "../../measure.ts";
import { PEER_APIS } from "../../peer-apis.ts";
import { REAL_MESSAGE_BYTES } from "../../real-messages.ts";
import { atMost, formatNumber, type Row } from "../../report.ts";

/** First and later searches over many real messages: right after they arrived, and after as much idle time as receiving took. */

const QUERIES = { subject: 'subject:"order 77"', text: "needle" };
type Field = keyof typeof QUERIES;

interface Round {
  readonly first: Readonly<Record<Field, Cost>>;
  readonly later: Readonly<Record<Field, Cost>>;
}

async function measureRound({ name, start }: Contestant, count: number, pauses: boolean): Promise<Round> {
  const search = PEER_APIS[name]?.search;
  if (search === undefined) throw new Error(`${name} has no search`);
  const server = await start();
  try {
    const seconds = await sendPipelined(server.smtpPort, count, {
      bytes: REAL_MESSAGE_BYTES,
      kind: "real",
      sessions: 4,
    });
    if (pauses) await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
    const ask = (field: Field) =>
      measureCost(server.pid, () =>
        fetchPage(
          server.httpPort,
          search(name === "MailHog" ? QUERIES[field].replace("subject:", "") : QUERIES[field]),
        ),
      );
    const first = { subject: await ask("subject"), text: await ask("text") };
    return { first, later: { subject: await ask("subject"), text: await ask("text") } };
  } finally {
    await server.stop();
  }
}

export async function measureRealSearch(
  contestants: readonly Contestant[],
  count: number,
  rounds: number,
): Promise<Row> {
  const measurable = contestants.filter(({ name, missing }) => missing === undefined && PEER_APIS[name]?.search);
  const variants = measurable.flatMap((contestant) => [
    { contestant, pauses: false },
    ...(contestant.name === "mailglass" ? [{ contestant, pauses: true }] : []),
  ]);
  const runs = await runInterleaved(variants, rounds, ({ contestant, pauses }) =>
    measureRound(contestant, count, pauses),
  );
  const elapsed = (each: readonly Round[], when: keyof Round, field: Field) =>
    median(each.map((round) => round[when][field].elapsed));
  const milliseconds = (each: readonly Round[], when: keyof Round, field: Field) =>
    `${formatNumber(elapsed(each, when, field))} ms (${formatNumber(median(each.map((round) => round[when][field].cpu)))})`;
  const [, idle = []] = runs.values();
  const peer = [...runs].find(([{ contestant }]) => contestant.name === "Mailpit")?.[1];
  const [own = []] = runs.values();
  const againstPeer = (field: Field) =>
    peer ? elapsed(own, "first", field) / elapsed(peer, "first", field) : Number.NaN;
  return {
    id: "real-search",
    title: `Search of ${formatNumber(count)} real messages: time to the response (and CPU time)`,
    lines: [...runs].map(([{ contestant, pauses }, each]) => ({
      server: pauses ? `${contestant.name}, after idle time` : contestant.name,
      "subject, first": milliseconds(each, "first", "subject"),
      "text, first": milliseconds(each, "first", "text"),
      "subject, later": milliseconds(each, "later", "subject"),
      "text, later": milliseconds(each, "later", "text"),
    })),
    goals: [
      atMost("first search of subjects against Mailpit", 1, againstPeer("subject"), "×"),
      atMost("first search of text against Mailpit", 1, againstPeer("text"), "×"),
      atMost(
        "first of subjects against a later one, after idle time",
        3,
        elapsed(idle, "first", "subject") / elapsed(idle, "later", "subject"),
        "×",
      ),
      atMost(
        "first of text against a later one, after idle time",
        3,
        elapsed(idle, "first", "text") / elapsed(idle, "later", "text"),
        "×",
      ),
    ].filter(({ measured }) => !measured.startsWith("–")),
    raw: [...runs].map(([{ contestant, pauses }, each]) => ({ name: contestant.name, pauses, each })),
  };
}
