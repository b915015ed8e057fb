import { expect, onTestFinished, test } from "vitest";
import type { Message, MessagesSummary } from "../src/compat/mailpit/api-types.ts";
import { type RunningApp, startTestApp } from "./support/running-app.ts";

/** Details of Mailpit's answers, as observed with 1.33. */

async function start(): Promise<RunningApp> {
  const app = await startTestApp();
  onTestFinished(() => app.close());
  return app;
}

test.each(["/api/v1/messages", "/api/v1/send", "/api/v1/nothing", "/api/v2/messages", "/mailhog/api/v1/messages"])(
  "OPTIONS %s is answered without the header fields of a preflight",
  async (path) => {
    const { origin } = await start();
    const answer = await fetch(origin + path, { method: "OPTIONS" });
    expect([answer.status, await answer.text()]).toEqual([200, ""]);
  },
);

test("dates are in the zone of the Date field, or that of the machine", async () => {
  const app = await start();
  await app.send("Date: Sat, 28 Nov 2026 10:00:00 +0200\n\nText\n");
  const dateOf = async () => ((await (await fetch(`${app.origin}/api/v1/message/latest`)).json()) as Message).Date;
  expect(await dateOf()).toBe("2026-11-28T10:00:00+02:00");
  await app.send("Subject: No date\n\nText\n");
  const [row] = ((await (await fetch(`${app.origin}/api/v1/messages`)).json()) as MessagesSummary).messages;
  expect(await dateOf()).toBe(row?.Created);
});

test("a snippet that was cut ends with three dots", async () => {
  const app = await start();
  const snippetOf = async (text: string) => {
    await app.send(`Subject: x\n\n${text}\n`);
    const { messages } = (await (await fetch(`${app.origin}/api/v1/messages`)).json()) as MessagesSummary;
    return messages[0]?.Snippet;
  };
  expect(await snippetOf("short")).toBe("short");
  expect(await snippetOf("x".repeat(300))).toBe(`${"x".repeat(200)}...`);
});

test.each([{ Text: "One\nTwo" }, { Text: "One\n" }, { HTML: "<p>Hi</p>" }, { Text: "One", HTML: "<p>Hi</p>\r\n" }])(
  "the send API keeps the last line end of %j as it is",
  async (content) => {
    const app = await start();
    const message = { From: { Email: "a@example.com" }, To: [{ Email: "b@example.com" }], ...content };
    await fetch(`${app.origin}/api/v1/send`, { method: "POST", body: JSON.stringify(message) });
    expect(await (await fetch(`${app.origin}/api/v1/message/latest`)).json()).toMatchObject(content);
  },
);

test("/metrics has Mailpit's names", async () => {
  const app = await start();
  await app.send('X-Tags: one "tag", two\n\nText\n');
  const text = await (await fetch(`${app.origin}/metrics`)).text();
  const lines = text.split("\n").filter((line) => line.startsWith("mailpit_"));
  expect(lines).toEqual(
    expect.arrayContaining([
      "mailpit_messages 1",
      "mailpit_messages_unread 1",
      "mailpit_smtp_accepted_total 1",
      'mailpit_tag_messages{tag="two"} 1',
    ]),
  );
  expect(lines.map((line) => line.replace(/[ {].*/, "")).filter((name, at, all) => all.indexOf(name) === at)).toEqual([
    "mailpit_database_size_bytes",
    "mailpit_memory_usage_bytes",
    "mailpit_messages",
    "mailpit_messages_deleted_total",
    "mailpit_messages_unread",
    "mailpit_smtp_accepted_size_bytes_total",
    "mailpit_smtp_accepted_total",
    "mailpit_smtp_ignored_total",
    "mailpit_smtp_rejected_total",
    "mailpit_tag_messages",
    "mailpit_uptime_seconds",
  ]);
  expect(text.match(/# TYPE mailpit_tag_messages/g)).toHaveLength(1);
});
