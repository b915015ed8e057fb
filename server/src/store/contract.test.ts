import { join } from "node:path";
import { type Finding, type ProviderRequest, parseQuery, type StreamEvent } from "@mailglass/shared";
import fc from "fast-check";
import { afterAll, describe, expect, it, onTestFinished, test, vi } from "vitest";
import { createIncoming } from "../../test/support/incoming.ts";
import { hasRedis, startRedis } from "../../test/support/redis-server.ts";
import { createTempFolder } from "../../test/support/run-program.ts";
import { createSessionSource } from "../../test/support/session-source.ts";
import { createMailbox } from "../mailbox/create-mailbox.ts";
import { createDirectMail } from "../mailbox/direct-mail.ts";
import type { Mailbox } from "../mailbox/mailbox.ts";
import { DEFAULT_LIMITS, type MailboxOptions } from "../mailbox/mailbox-options.ts";
import { openPersistentMailbox } from "../mailbox/persistent/persistent-mailbox.ts";
import { openSharedMailbox } from "../mailbox/shared/shared-mailbox.ts";
import { parseRedisAddress } from "./redis/redis-address.ts";
import { RedisStore } from "./redis/redis-store.ts";
import { SqliteStore } from "./sqlite-store.ts";

const FINDING: Finding = {
  code: "bare-lf",
  group: "wire",
  severity: "warning",
  rfc: "RFC 5321 §2.3.8",
  where: { in: "source", start: 0, end: 1 },
  places: [{ in: "source", start: 0, end: 1 }],
  text: "x",
  fix: "y",
  count: 1,
  because: null,
};

const REQUEST: ProviderRequest = {
  provider: "sendgrid",
  label: "SendGrid",
  method: "POST",
  path: "/v3/mail/send",
  headers: [{ name: "authorization", value: "***" }],
  fields: [{ name: "to", value: "jo", mappedTo: null }],
  fieldCount: 1,
  messageId: "1",
  scheduledAt: null,
  template: null,
  reply: { status: 202, body: "" },
};

// What a mailbox does, with each store and without one. Where there is a store, it is then opened again.

const redis = hasRedis ? await startRedis(afterAll) : undefined;
let inboxCount = 0;

interface Kind {
  readonly name: string;
  /** Returns a function that opens the mailbox: the first time empty, then with what the store has kept. */
  create(): (options?: MailboxOptions) => Promise<Mailbox>;
  readonly isKept: boolean;
}

function openSqlite(fixed: MailboxOptions): ReturnType<Kind["create"]> {
  const file = join(createTempFolder(), "mail.db");
  const workerEntry = new URL("../app/store-worker-entry.ts", import.meta.url);
  return async (options) =>
    openPersistentMailbox(await SqliteStore.open({ file, maxSessions: 100, workerEntry }), { ...options, ...fixed });
}

const KINDS: readonly Kind[] = [
  { name: "no store", isKept: false, create: () => async (options) => createMailbox(options) },
  {
    name: "SQLite",
    isKept: true,
    create: () => openSqlite({}),
  },
  {
    name: "SQLite, and no source in memory",
    isKept: true,
    create: () => openSqlite({ memoryCacheBytes: 0 }),
  },
  ...(redis === undefined
    ? []
    : [
        {
          name: "Redis",
          isKept: true,
          create() {
            const address = parseRedisAddress(`${redis.url}?name=inbox-${++inboxCount}`);
            return async ({ limits, ...options }: MailboxOptions = {}) => {
              const { messages, bytes } = { ...DEFAULT_LIMITS, ...limits };
              const store = new RedisStore({ address, limits: { messages, bytes, sessions: 100 } });
              return openSharedMailbox(store, { limits: { ...limits }, ...options });
            };
          },
        },
      ]),
];

test.skipIf(!hasRedis)("Redis is among the stores", () => expect(KINDS.map(({ name }) => name)).toContain("Redis"));

function query(text: string) {
  const parsed = parseQuery(text, 10_000);
  if (parsed.type === "error") throw new Error(parsed.message);
  return parsed;
}

/** All that a reader can see of the messages, newest first. */
const describeMessages = (mailbox: Mailbox) =>
  mailbox.handles().map((message) => ({
    id: message.id,
    seq: message.seq,
    receivedAt: message.receivedAt,
    envelope: message.envelope,
    source: message.source,
    request: message.request,
    sessionId: message.sessionId,
    sessionLines: message.sessionLines,
    findings: message.wireFindings,
    read: message.read,
    tags: message.tags,
    raw: message.firstBytes(message.size).toString("latin1"),
  }));

const describeAll = (mailbox: Mailbox) => ({
  messages: describeMessages(mailbox),
  unread: mailbox.counts().unread,
  faults: mailbox.faults.list(),
});

describe.each(KINDS)("with $name", ({ create, isKept }) => {
  /** Ends the mailbox, and opens it again if it is kept: it must show the same. Returns it. */
  async function expectKept(open: ReturnType<Kind["create"]>, mailbox: Mailbox): Promise<Mailbox> {
    if (!isKept) return mailbox;
    const before = describeAll(mailbox);
    await mailbox.close();
    const again = await open();
    onTestFinished(() => void again.close());
    expect(describeAll(again)).toEqual(before);
    expect(again.instance).toBe(mailbox.instance);
    return again;
  }

  it("messages keep their bytes, envelope, findings, request, marks and tags", async () => {
    const open = create();
    const mailbox = await open();
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, at) => at % 256));
    await mailbox.add({ ...createIncoming({ raw: bytes }), findings: [FINDING], sessionLines: { mail: 2, end: 6 } });
    const peer = { address: "::1", port: 1 };
    await mailbox.add(
      createDirectMail({
        raw: Buffer.from("Subject: P\r\n\r\n"),
        from: "a@b.c",
        to: ["d@e.f"],
        peer,
        source: "sendgrid",
        request: REQUEST,
        tags: ["Given"],
      }),
    );
    const { id } = await mailbox.add(createIncoming({ subject: "Read", to: ["jo+plus@example.com"] }));
    await mailbox.mark(id, { read: true, addTags: ["Mine"] });
    const [newest, direct, first] = describeMessages(await expectKept(open, mailbox));
    expect(newest).toMatchObject({ read: true, tags: ["Mine", "plus"] });
    expect(direct).toMatchObject({ source: "sendgrid", request: REQUEST, tags: ["Given"] });
    expect(first).toMatchObject({
      raw: bytes.toString("latin1"),
      findings: [FINDING],
      sessionLines: { mail: 2, end: 6 },
    });
  });

  it("a wait and a listener get a message, and the change that follows it", async () => {
    const open = create();
    const mailbox = await open();
    onTestFinished(() => void mailbox.close());
    const events: StreamEvent[] = [];
    mailbox.subscribe((some) => events.push(...some));
    const waiting = mailbox.wait(
      { query: query("subject:welcome"), count: 1, since: mailbox.seq },
      { timeout: 60_000 },
    );
    await mailbox.add(createIncoming({ subject: "Other" }));
    const { id } = await mailbox.add(createIncoming({ subject: "Welcome" }));
    expect(await waiting).toMatchObject({ type: "matched", messages: [{ id }] });
    await mailbox.mark(id, { read: true });
    await mailbox.remove([id]);
    await vi.waitFor(() =>
      expect(events.map(({ type }) => type)).toEqual([
        "message.added",
        "message.added",
        "message.changed",
        "message.removed",
      ]),
    );
    expect(events.map(({ seq }) => seq)).toEqual(events.map(({ seq }) => seq).toSorted((a, b) => a - b));
  });

  it("the oldest are evicted, and stay so", async () => {
    const open = create();
    const mailbox = await open({ limits: { messages: 3 } });
    for (let number = 1; number <= 7; number++) await mailbox.add(createIncoming({ subject: `Mail ${number}` }));
    expect(mailbox.counts()).toMatchObject({ messages: 3, evicted: 4 });
    expect(describeMessages(await expectKept(open, mailbox))).toHaveLength(3);
  });

  it("a lower limit applies to what was kept", async () => {
    const open = create();
    const mailbox = await open();
    for (let number = 1; number <= 7; number++) await mailbox.add(createIncoming({ subject: `Mail ${number}` }));
    if (!isKept) return;
    await mailbox.close();
    const smaller = await open({ limits: { messages: 2 } });
    expect(smaller.counts().messages).toBe(2);
    await smaller.close();
    const again = await open();
    expect(again.counts().messages).toBe(2);
    await again.close();
  });

  it("no id and no number is used again", async () => {
    const open = create();
    const mailbox = await open();
    const first = await mailbox.add(createIncoming());
    await mailbox.clear();
    const { seq } = mailbox;
    const again = await expectKept(open, mailbox);
    const second = await again.add(createIncoming());
    expect(second.seq).toBeGreaterThan(seq);
    expect(second.id).not.toBe(first.id);
    if (isKept) await again.close();
  });

  it("faults keep their order, place and seed; those that were used up stay used up", async () => {
    const open = create();
    const mailbox = await open();
    const first = await mailbox.faults.add({ on: "mail", reply: "451", times: 1 });
    const second = await mailbox.faults.add({ on: "rcpt", reply: "452", chance: 0.5 });
    const third = await mailbox.faults.add({ on: "data", reply: "453" });
    await mailbox.faults.replace(second.id, { on: "rcpt", reply: "450", chance: 0.25 });
    await mailbox.faults.remove(third.id);
    const context = { peer: "::1", from: "a@b.c", to: [], user: null };
    expect((await mailbox.faults.check("mail", context))?.id).toBe(first.id);
    const again = await expectKept(open, mailbox);
    expect(again.faults.list().map(({ id, rule }) => [id, rule.reply])).toEqual([
      [first.id, "451"],
      [second.id, "450"],
    ]);
    expect(await again.faults.check("mail", context)).toBeUndefined();
    await again.faults.clear();
    expect((await expectKept(open, again)).faults.list()).toEqual([]);
  });

  it("sessions with a message, and failed ones, are kept with their transcript", async () => {
    const open = create();
    const mailbox = await open();
    const withMail = createSessionSource("S1", {
      messages: 1,
      messageIds: ["x"],
      closedAt: "2026-11-23T12:00:01.000Z",
    });
    const failed = createSessionSource("S2", { failed: true, closedAt: "2026-11-23T12:00:02.000Z" });
    for (const session of [withMail, failed]) {
      mailbox.sessions.recordOpened(session);
      mailbox.sessions.recordClosed(session);
    }
    const again = await expectKept(open, mailbox);
    expect(again.sessions.list({ limit: 10 }).items.map((session) => session.details())).toEqual([
      failed.details(),
      withMail.details(),
    ]);
    expect(again.sessions.get("S1")?.summary()).toEqual(withMail.summary());
    expect(again.sessions.list({ limit: 10, open: true }).items).toEqual([]);
  });

  it("a deletion can be undone until the end; then it is final", async () => {
    const open = create();
    const mailbox = await open();
    const { id } = await mailbox.add(createIncoming());
    const other = await mailbox.add(createIncoming());
    const { undo } = await mailbox.removeWithUndo([id, other.id]);
    expect(await mailbox.restore(undo?.token ?? "")).toBe(2);
    await mailbox.removeWithUndo([id]);
    expect(describeMessages(await expectKept(open, mailbox)).map((message) => message.id)).toEqual([other.id]);
  });

  it("does what a list of messages would do, in any order of changes", async () => {
    const changes = fc.array(
      fc.oneof(
        { weight: 5, arbitrary: fc.record({ type: fc.constant("add" as const), text: fc.string({ maxLength: 20 }) }) },
        fc.record({ type: fc.constantFrom("remove", "read", "tag", "undo"), at: fc.nat(20) }),
        fc.record({ type: fc.constant("clear" as const) }),
      ),
      { maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(changes, fc.boolean(), async (steps, isConcurrent) => {
        const open = create();
        const mailbox = await open({ limits: { messages: 12 } });
        let model: { id: string; read: boolean; tags: string[] }[] = [];
        const running: unknown[] = [];
        for (const step of steps) {
          if (step.type === "add") {
            const added = mailbox.add(createIncoming({ text: "text" in step ? step.text : "" }));
            const { id } = await added;
            model = [...model, { id, read: false, tags: [] }].slice(-12);
          } else if (step.type === "clear") {
            running.push(mailbox.clear());
            model = [];
          } else {
            const chosen = "at" in step ? model[step.at % Math.max(1, model.length)] : undefined;
            if (chosen === undefined) continue;
            const { id } = chosen;
            if (step.type === "read") {
              running.push(mailbox.mark(id, { read: true }));
              chosen.read = true;
            } else if (step.type === "tag") {
              running.push(mailbox.mark(id, { addTags: [`t${chosen.tags.length}`] }));
              chosen.tags = [...chosen.tags, `t${chosen.tags.length}`];
            } else {
              running.push(step.type === "remove" ? mailbox.remove([id]) : mailbox.removeWithUndo([id]));
              model = model.filter((message) => message !== chosen);
            }
          }
          // Otherwise several changes are in one commit.
          if (!isConcurrent) await Promise.all(running.splice(0));
        }
        await Promise.all(running);
        const again = await expectKept(open, mailbox);
        expect(again.handles().map(({ id, read, tags }) => ({ id, read, tags }))).toEqual(model.toReversed());
        await again.close();
      }),
      { numRuns: 12 },
    );
  });
});
