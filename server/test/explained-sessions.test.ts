import { isCountedGroup, type Message, type MessageSession, type Session, type SessionList } from "@mailglass/shared";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { Config } from "../src/config/options.ts";
import { RawClient } from "./smtp/raw-client.ts";
import { type RunningApp, startTestApp } from "./support/running-app.ts";

/** What the API reports about failed sessions, and about the messages that they delivered. */

const HEADER =
  "From: a@b.example\r\nTo: c@d.example\r\nDate: Mon, 23 Nov 2026 18:30:00 +0100\r\nMessage-ID: <1@b.example>\r\n";
const GOOD_MESSAGE = `${HEADER}Subject: x\r\n\r\ntext\r\n`;

interface Opened {
  readonly app: RunningApp;
  readonly client: RawClient;
  readonly get: <Body>(path: string) => Promise<Body>;
}

async function open(config: Partial<Config> = {}): Promise<Opened> {
  const app = await startTestApp(config);
  onTestFinished(() => app.close());
  const client = await RawClient.connect({ port: app.smtp.port });
  onTestFinished(() => client.destroy());
  await client.read();
  const get = async <Body>(path: string) => (await (await fetch(`${app.origin}/api/${path}`)).json()) as Body;
  return { app, client, get };
}

async function beginData(client: RawClient, to = ["c@d.example"]): Promise<void> {
  await client.command("EHLO client.example");
  await client.command("MAIL FROM:<a@b.example>");
  for (const address of to) await client.command(`RCPT TO:<${address}>`);
  await client.command("DATA");
}

async function waitForClosedSession(get: Opened["get"]): Promise<Session> {
  const list = await vi.waitFor(async () => {
    const sessions = await get<SessionList>("sessions?open=false");
    expect(sessions.items.length).toBeGreaterThan(0);
    return sessions;
  }, 20_000);
  return get<Session>(`sessions/${list.items[0]?.id}`);
}

describe("findings of the session with a message", () => {
  test("what followed the data, at the time of the request", async () => {
    const { client, get } = await open();
    await beginData(client);
    client.send(`${HEADER}Subject: x\r\n\r\nbefore\r\n.\r\n`);
    await client.read();
    const before = await get<Message>("messages/latest");
    expect(before.findings.map(({ code }) => code)).not.toContain("ended-early");
    expect(before.sessionFailure).toBeNull();

    await client.command("after the dot");
    const message = await get<Message>("messages/latest");
    const found = message.findings.map(({ code, because, where }) => ({ code, because, in: where.in }));
    expect(found).toContainEqual({ code: "ended-early", because: null, in: "transcript" });
    expect(found).toContainEqual({ code: "unknown-command", because: "ended-early", in: "transcript" });
    expect(message.sessionFailure).toContain("after the dot");
    const list = await get<Message["findings"]>(`messages/${message.id}/findings`);
    expect(list).toEqual(message.findings);
    client.end();
    await waitForClosedSession(get);
    const { items } = await get<{ items: Message[] }>("messages");
    expect(items[0]?.findingCounts.error).toBe(before.findingCounts.error + 1);
  });

  test("what followed an earlier message does not concern a later one", async () => {
    const { client, get } = await open();
    await beginData(client);
    client.send(`${GOOD_MESSAGE}.\r\n`);
    await client.read();
    await client.command("some text");
    await client.command("MAIL FROM:<a@b.example>");
    await client.command("RCPT TO:<c@d.example>");
    await client.command("DATA");
    client.send(`${GOOD_MESSAGE}.\r\n`);
    await client.read();
    const { items } = await get<{ items: { id: string }[] }>("messages");
    const [second, first] = await Promise.all(items.map(({ id }) => get<Message>(`messages/${id}`)));
    expect(first?.findings.map(({ code }) => code)).toContain("ended-early");
    expect(second?.findings.map(({ code }) => code)).not.toContain("ended-early");
  });

  test("the greeting, counted in the row", async () => {
    const { client, get } = await open();
    await client.command("EHLO 192.0.2.1");
    await client.command("MAIL FROM:<a@b.example>");
    await client.command("RCPT TO:<c@d.example>");
    await client.command("DATA");
    client.send(`${GOOD_MESSAGE}.\r\n`);
    await client.read();
    const message = await get<Message>("messages/latest");
    expect(message.findings.map(({ code }) => code)).toContain("ehlo-not-a-host");
    const counted = message.findings.filter(({ group, severity }) => severity === "warning" && isCountedGroup(group));
    expect(message.findingCounts.warning).toBe(counted.length);
  });

  test("findings on the envelope are at the lines of MAIL and RCPT", async () => {
    const { client, get } = await open();
    await beginData(client, ["c@d.example", "blind@d.example"]);
    client.send(`${GOOD_MESSAGE.replace("From: a@b", "From: other@b")}.\r\n`);
    await client.read();
    const { findings, sessionId } = await get<Message>("messages/latest");
    const { transcript } = await get<Session>(`sessions/${sessionId}`);
    const linesOf = (code: string) =>
      (findings.find((finding) => finding.code === code)?.places ?? []).flatMap((place) =>
        place.in === "transcript" ? (transcript.find(({ number }) => number === place.line)?.text ?? []) : [],
      );
    expect(linesOf("recipient-not-in-header")).toEqual(["RCPT TO:<blind@d.example>"]);
    expect(linesOf("from-differs")).toEqual(["MAIL FROM:<a@b.example>"]);
  });

  test.each([
    ["only the header is 8-bit", "Subject: Gr\xfc\xdfe\r\n\r\ntext\r\n", "header-not-utf8"],
    ["the body is, too", "Subject: Gr\xfc\xdfe\r\n\r\nGr\xfc\xdfe\r\n", null],
  ])("8-bit data without 8BITMIME: %s", async (_name, rest, because) => {
    const { client, get } = await open();
    await beginData(client);
    client.send(`${HEADER}${rest}.\r\n`);
    await client.read();
    const { findings } = await get<Message>("messages/latest");
    expect(findings.find(({ code }) => code === "eight-bit-without-8bitmime")?.because).toBe(because);
  });
});

describe("sessions", () => {
  test("an interrupted message keeps its ends, and a bare LF is named as the cause", async () => {
    const { client, get } = await open();
    await beginData(client);
    client.send(`${HEADER}Subject: x\r\n\r\n${"y".repeat(40_000)}\nlast line\n.\n`);
    client.end();
    const session = await waitForClosedSession(get);
    expect(session.findings.map(({ code, because }) => [code, because])).toEqual([
      ["bare-lf-end-of-data", null],
      ["hung-up-mid-message", "bare-lf-end-of-data"],
    ]);
    expect(session.interrupted?.head).toMatch(/^From: a@b\.example/);
    expect(session.interrupted?.head.length).toBe(16 * 1024);
    expect(session.interrupted?.tail).toMatch(/last line\n\.\n$/);
    expect(session.interrupted?.size).toBeGreaterThan(40_000);
    expect(session.mainFinding?.code).toBe("bare-lf-end-of-data");
  });

  test("a client that only connects has not failed", async () => {
    const { client, get } = await open();
    client.end();
    const session = await waitForClosedSession(get);
    expect(session).toMatchObject({ failed: false, findings: [], mainFinding: null });
  });

  test("are listed by duration", async () => {
    const { client, get } = await open();
    await client.command("QUIT");
    const { openedAt, closedAt } = await waitForClosedSession(get);
    const durationMs = Date.parse(closedAt ?? "") - Date.parse(openedAt);
    const countOf = async (query: string) => (await get<SessionList>(`sessions?open=false&${query}`)).total;
    expect(await countOf(`minDuration=${durationMs}`)).toBe(1);
    expect(await countOf(`minDuration=${durationMs + 1}`)).toBe(0);
    expect(await countOf(`maxDuration=${durationMs}`)).toBe(1);
  });

  test("pipelined commands are one group, and data has a beginning", async () => {
    const { client, get } = await open();
    await client.command("EHLO client.example");
    client.send("MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n");
    await client.read(
      "250 2.1.0 Sender OK\r\n250 2.1.5 Recipient OK\r\n354 End data with <CR><LF>.<CR><LF>\r\n".length,
    );
    client.send(`${GOOD_MESSAGE}.\r\n`);
    await client.read();
    await client.command("QUIT");
    const { transcript, clientMs, serverMs } = await waitForClosedSession(get);
    const commands = transcript.filter(({ kind }) => kind === "client");
    expect(commands.map(({ text, pipelined }) => [text.slice(0, 4), pipelined])).toEqual([
      ["EHLO", undefined],
      ["MAIL", undefined],
      ["RCPT", true],
      ["DATA", true],
      ["QUIT", undefined],
    ]);
    expect(transcript.filter(({ kind }) => kind === "data").map(({ text }) => text)).toEqual([
      "the message begins",
      expect.stringMatching(/^\d+ bytes$/),
    ]);
    expect(clientMs).toBeGreaterThan(0);
    expect(serverMs).toBeGreaterThanOrEqual(0);
  });
});

describe("strict mode by group", () => {
  test.each<readonly [name: string, strict: Config["strict"], source: string, reply: RegExp]>([
    [
      "grammar",
      ["grammar"],
      "Subject: x\r\n\r\ntext\r\n",
      /^554 5\.6\.0 Refused by --strict=grammar: .*\(date-missing, /,
    ],
    ["provider", ["provider"], `From: a@b.example\r\n${HEADER}\r\ntext\r\n`, /^554 5\.6\.0 .*\(field-repeated, /],
    ["provider, without a date", ["provider"], "From: a@b.example\r\n\r\ntext\r\n", /^554 5\.6\.0 .*\(date-missing, /],
    ["a good message", ["grammar", "mime", "provider", "html", "calendar", "signature"], GOOD_MESSAGE, /^250 /],
    ["another group", ["calendar"], "Subject: x\r\n\r\ntext\r\n", /^250 /],
    ["wire", ["wire"], `${HEADER}\r\nbare\n`, /^554 5\.6\.0 A line of the message ends with a bare LF/],
    ["not wire", ["envelope"], `${HEADER}\r\nbare\n`, /^250 /],
  ])("%s", async (_name, strict, source, reply) => {
    const { app, client, get } = await open({ strict });
    await beginData(client);
    client.send(`${source}\r\n.\r\n`);
    expect(await client.read()).toMatch(reply);
    const isAccepted = reply.source.startsWith("^250");
    expect((await get<{ total: number }>("messages")).total).toBe(isAccepted ? 1 : 0);
    expect(app.mailbox.counts().messages).toBe(isAccepted ? 1 : 0);
  });

  test("the session says why the message was refused", async () => {
    const { client, get } = await open({ strict: ["grammar"] });
    await beginData(client);
    client.send("From: a@b.example\r\nSubject: x\r\n\r\ntext\r\n.\r\n");
    expect(await client.read()).toMatch(/date-missing/);
    await client.command("QUIT");
    const session = await waitForClosedSession(get);
    expect(session.mainFinding).toMatchObject({ code: "date-missing", severity: "error" });
    const finding = session.findings.find(({ code }) => code === "date-missing");
    expect(finding).toMatchObject({
      group: "grammar",
      rfc: "RFC 5322 §3.6.1",
      fix: expect.stringContaining("Add Date"),
    });
    const line = finding?.where.in === "transcript" ? session.transcript[finding.where.line - 1] : undefined;
    expect(line?.kind).toBe("data");
    expect(session.failed).toBe(true);
  });

  test("a large message is checked in the worker", async () => {
    const { client } = await open({ strict: ["grammar"] });
    await beginData(client);
    client.send(`Subject: x\r\n\r\n${"text\r\n".repeat(300_000)}.\r\n`);
    expect(await client.read()).toMatch(/^554 5\.6\.0 .*date-missing/);
    client.send("NOOP\r\n");
    expect(await client.read()).toMatch(/^250 /);
  });
});

test("a session is the same at each of its addresses, with code for the library that sent it", async () => {
  const { client, get } = await open();
  await client.command("ehlo [127.0.0.1]");
  await client.command("mail FROM:<a@b.example> size=20");
  await client.command("rcpt TO:<c@d.example>");
  await client.command("data");
  client.send(`${GOOD_MESSAGE}.\r\n`);
  await client.read();
  client.destroy();
  const session = await waitForClosedSession(get);
  expect(session.findings).toContainEqual(
    expect.objectContaining({ code: "no-quit", snippet: expect.objectContaining({ language: "Python" }) }),
  );
  const { transaction, ...ofMessage } = await get<MessageSession>(`messages/${session.messageIds[0]}/session`);
  expect(ofMessage).toEqual(session);
  const own = ofMessage.transcript.filter(
    ({ number }) => transaction !== null && number >= transaction.first && number <= transaction.last,
  );
  expect(own[0]?.text).toMatch(/^mail FROM:/);
  expect(own.at(-1)?.text).toMatch(/^250 .*message accepted$/);
});
