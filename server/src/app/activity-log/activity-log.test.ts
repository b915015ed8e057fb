import { Writable } from "node:stream";
import type { Session } from "@mailglass/shared";
import { expect, onTestFinished, test, vi } from "vitest";
import { createIncoming } from "../../../test/support/incoming.ts";
import { createSessionSource } from "../../../test/support/session-source.ts";
import { createLog } from "../../base/log.ts";
import { createMailbox } from "../../mailbox/create-mailbox.ts";
import { type ActivityLogOptions, createActivityLog, LINES_PER_SECOND } from "./activity-log.ts";

vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });

async function startActivityLog(level: "info" | "debug", options: ActivityLogOptions) {
  const lines: string[] = [];
  const out = new Writable({
    write(chunk, _encoding, done) {
      lines.push(...String(chunk).trimEnd().split("\n"));
      done();
    },
  });
  const format = options.withMembers ? "json" : "text";
  const activityLog = createActivityLog(await createLog({ level, format }, out), options);
  onTestFinished(() => activityLog?.close());
  const mailbox = createMailbox({ onMessageAdded: activityLog && ((message) => activityLog.onMessageAdded(message)) });
  return { activityLog, mailbox, lines };
}

const ON_TERMINAL: ActivityLogOptions = { level: "info", withMembers: false };
const IN_JSON: ActivityLogOptions = { level: "debug", withMembers: true };

const failedSession = (options: Partial<Session> = {}) => ({
  ...createSessionSource("s1", { lastRefusal: "550 5.1.1 Unknown", ...options }),
  isRefusedOrFailed: true,
});

test("a message is one line, written after its sender was answered", async () => {
  const { mailbox, lines } = await startActivityLog("info", ON_TERMINAL);
  mailbox.add(createIncoming({ to: ["ann@example.com"], subject: "=?utf-8?q?Gr=C3=BC=C3=9Fe=1B=E2=80=AEelif?=" }));
  expect(lines).toEqual([]);
  await vi.waitFor(() => expect(lines).toHaveLength(1));
  expect(lines[0]).toMatch(
    /INFO: → ann@example\.com {2}"Grüße \\u202eelif" {2}\d+ B {2}2 findings: date-missing, message-id-missing$/,
  );
});

test("a refused session is one line with its reply", async () => {
  const { activityLog, lines } = await startActivityLog("info", ON_TERMINAL);
  activityLog?.onSessionClosed({ ...createSessionSource("s0"), isRefusedOrFailed: false });
  activityLog?.onSessionClosed(failedSession());
  await vi.waitFor(() => expect(lines).toHaveLength(1));
  expect(lines[0]).toMatch(/INFO: ✗ 127\.0\.0\.1 \(client\.example\) {2}refused: 550 5\.1\.1 Unknown$/);
});

test("a flood is so many lines per second, and the number of the others", async () => {
  const { mailbox, activityLog, lines } = await startActivityLog("info", ON_TERMINAL);
  for (let count = 0; count < 1500; count++) mailbox.add(createIncoming({ subject: `Number ${count}` }));
  activityLog?.onSessionClosed(failedSession());
  await vi.waitFor(() => expect(lines).toHaveLength(LINES_PER_SECOND));
  vi.advanceTimersByTime(1000);
  expect(lines[LINES_PER_SECOND]).toMatch(/INFO: … 1,480 more messages and 1 more failed session$/);
  vi.advanceTimersByTime(1000);
  expect(lines).toHaveLength(LINES_PER_SECOND + 1);
  mailbox.add(createIncoming({ subject: "Later" }));
  await vi.waitFor(() => expect(lines.at(-1)).toContain('"Later"'));
});

test("a message that is gone before its line is written has a line without its content", async () => {
  const { mailbox, lines } = await startActivityLog("info", ON_TERMINAL);
  mailbox.add(createIncoming({ to: ["ann@example.com"] }));
  mailbox.clear();
  await vi.waitFor(() => expect(lines).toHaveLength(1));
  expect(lines[0]).toMatch(/→ ann@example\.com {2}\d+ B$/);
});

test("JSON has the same at level debug, with members, and the transcript", async () => {
  const { mailbox, activityLog, lines } = await startActivityLog("debug", IN_JSON);
  const { id } = mailbox.add(createIncoming({ to: ["ann@example.com"] }));
  const session = createSessionSource("s1");
  const line = { number: 1, at: 1, kind: "client", text: "EHLO a", bytes: 8 } as const;
  const details = () => ({ ...session.details(), transcript: [line] });
  activityLog?.onSessionClosed({ ...session, details, isRefusedOrFailed: false });
  await vi.waitFor(() => expect(lines).toHaveLength(2));
  expect(lines.map((text) => JSON.parse(text))).toMatchObject([
    {
      level: "debug",
      message: id,
      from: "jo@example.com",
      to: ["ann@example.com"],
      subject: "Hello",
      findings: ["date-missing", "message-id-missing"],
    },
    { level: "debug", session: "s1", msg: "s1       1.0 ms  C: EHLO a" },
  ]);
});

test("nothing is prepared where no line would be written", async () => {
  expect((await startActivityLog("info", IN_JSON)).activityLog).toBeUndefined();
});
