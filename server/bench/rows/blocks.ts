import { type ChildServer, startChildServer } from "../../test/support/child-server.ts";
import { HOSTILE_MESSAGES, type HostileMessage } from "../../test/support/hostile-messages.ts";
import { openSender } from "../load/sender.ts";
import { atMost, formatNumber, type Row } from "../report.ts";
import { REQUESTS, type RequestClass } from "./block-requests.ts";

/** How long hostile mail blocks the main thread. */

/** Milliseconds; a slow CI machine may take five times as much. */
const GOAL = 20;
/** Milliseconds after which a request is aborted. */
const REQUEST_TIMEOUT = 120_000;
/** As many as fit into the mailbox beside a message of 55 MB without making the run long. */
const FLAGS = ["--max-message-bytes", "64m", "--max-bytes", "1g"];

interface Measured {
  readonly mail: string;
  /** Bytes. */
  readonly size: number;
  readonly request: string;
  readonly group: RequestClass["group"];
  /** CPU time of the main thread in its longest block, in milliseconds. */
  readonly milliseconds: number;
  /** Status of the response, or why there is none. */
  readonly outcome: string;
}

/** Measures every request for every hostile message whose name contains `only`, each for a message that has not been read yet. */
export async function measureBlocks(
  only: string,
  scale: number,
  report: (line: Measured) => void = () => {},
): Promise<Measured[]> {
  const measured: Measured[] = [];
  let server = await startChildServer({ flags: FLAGS, built: true });
  for (const mail of HOSTILE_MESSAGES.filter(({ name }) => name.includes(only))) {
    const source = mail.source(scale);
    for (const request of REQUESTS) {
      // A request may have ended the server.
      if (server.ended() !== undefined) server = await startChildServer({ flags: FLAGS, built: true });
      const line = await measure(server, mail, source, request);
      measured.push(line);
      report(line);
    }
  }
  await server.stop();
  return measured;
}

async function measure(
  server: ChildServer,
  { name }: HostileMessage,
  source: Buffer,
  { name: request, group, run }: RequestClass,
): Promise<Measured> {
  const line = { mail: name, size: source.length, request, group };
  const abort = AbortSignal.timeout(REQUEST_TIMEOUT);
  const call = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const response = await fetch(`http://127.0.0.1:${server.httpPort}${path}`, { signal: abort, ...init });
    // Read as bytes, because it is too long for one string.
    for await (const _ of response.body ?? []);
    return response;
  };
  const deliver = async () => {
    const sender = await openSender(server.smtpPort);
    await sender.send(dotStuff(source));
    sender.quit();
  };
  const ask = async <T>(path: string) =>
    (await fetch(`http://127.0.0.1:${server.httpPort}${path}`)).json() as Promise<T>;
  try {
    await call("/api/messages", { method: "DELETE" });
    const outcome = await run({
      port: server.httpPort,
      deliver,
      call,
      async deliveredId() {
        await deliver();
        // The id is known without a list, which would prepare what is measured.
        const { counts, instance } = await ask<{ instance: string; counts: { messages: number } }>("/api/info");
        if (counts.messages !== 1) throw new Error(`${counts.messages} messages instead of 1 (${instance})`);
        const { items } = await ask<{ items: { messageIds: string[] }[] }>("/api/sessions?limit=1");
        return items[0]?.messageIds[0] ?? "";
      },
      start: async () => void (await server.worstBlock()),
    });
    const block = await server.worstBlock();
    return { ...line, milliseconds: block?.cpuMs ?? 0, outcome };
  } catch (error) {
    const why = server.ended() ?? (error instanceof Error ? error.message : String(error));
    const block = await server.worstBlock();
    return { ...line, milliseconds: block?.cpuMs ?? Number.POSITIVE_INFINITY, outcome: why };
  }
}

/** With a dot before each dot that begins a line (RFC 5321 §4.5.2). */
const dotStuff = (source: Buffer): Buffer =>
  source.includes("\n.") ? Buffer.from(source.toString("latin1").replaceAll("\n.", "\n.."), "latin1") : source;

/** Returns a line for each message, with the worst request of each group. */
export function blocksTable(measured: readonly Measured[]): Record<string, string>[] {
  return [...Map.groupBy(measured, ({ mail }) => mail)].map(([mail, lines]) => ({
    mail,
    size: `${formatNumber((lines[0]?.size ?? 0) / 1e6)} MB`,
    ...Object.fromEntries(
      [...Map.groupBy(lines, ({ group }) => group)].map(([group, those]) => {
        const worst = worstOf(those);
        const name = those.length > 1 ? ` (${worst.request})` : "";
        return [
          group,
          worst.milliseconds < GOAL
            ? formatNumber(worst.milliseconds)
            : `**${formatNumber(worst.milliseconds)}**${name}`,
        ];
      }),
    ),
  }));
}

function worstOf(lines: readonly Measured[]): Measured {
  return lines.reduce((one, other) => (other.milliseconds > one.milliseconds ? other : one));
}

/** @param scale 1 for messages as large as those of attacks */
export async function blocks(scale: number): Promise<Row> {
  const measured = await measureBlocks("", scale);
  const groups = [...Map.groupBy(measured, ({ group }) => group)];
  return {
    id: "blocks",
    title: "Longest block of the main thread by a hostile message, in milliseconds of CPU",
    lines: blocksTable(measured),
    goals: groups.map(([group, lines]) =>
      atMost(group, process.env["CI"] ? 5 * GOAL : GOAL, worstOf(lines).milliseconds, "ms"),
    ),
    raw: measured,
  };
}
