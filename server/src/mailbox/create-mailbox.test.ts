import { parseQuery, type Query, type StreamEvent } from "@mailglass/shared";
import { describe, expect, it, test, vi } from "vitest";
import { createIncoming, type IncomingOptions } from "../../test/support/incoming.ts";
import { createMailbox } from "./create-mailbox.ts";
import type { Mailbox } from "./mailbox.ts";

function query(text: string): Query {
  const parsed = parseQuery(text, 10_000);
  if (parsed.type === "error") throw new Error(`${parsed.message} at ${parsed.column}`);
  return parsed;
}

function mailboxOf(...messages: IncomingOptions[]): Mailbox {
  const mailbox = createMailbox();
  for (const message of messages) mailbox.add(createIncoming(message));
  return mailbox;
}

const subjects = (mailbox: Mailbox, items: readonly Parameters<Mailbox["summary"]>[0][]) =>
  items.map((message) => mailbox.summary(message).subject);

describe("a mailbox", () => {
  it("keeps the newest messages, up to its limit", () => {
    const mailbox = createMailbox({ limits: { messages: 10 } });
    for (let index = 1; index <= 1_000; index++) mailbox.add(createIncoming({ subject: `Mail ${index}` }));
    const { items, total } = mailbox.list({ limit: 50 });
    expect(total).toBe(10);
    expect(subjects(mailbox, items)).toEqual(
      [1000, 999, 998, 997, 996, 995, 994, 993, 992, 991].map((index) => `Mail ${index}`),
    );
    expect(mailbox.counts()).toMatchObject({ messages: 10, received: 1_000, evicted: 990, unread: 10 });
  });

  it("counts what it received and what was removed, which an undo does not change", () => {
    const mailbox = createMailbox({ limits: { messages: 3 } });
    for (const size of [100, 200, 300, 400]) mailbox.add(createIncoming({ raw: Buffer.alloc(size) }));
    expect(mailbox.totals()).toEqual({ receivedBytes: 1_000, removed: 1 });
    const { undo } = mailbox.removeWithUndo(mailbox.handles({ limit: 1 }));
    mailbox.restore(undo?.token ?? "");
    mailbox.remove(mailbox.handles({ limit: 1 }));
    expect(mailbox.totals()).toEqual({ receivedBytes: 1_000, removed: 3 });
    mailbox.clear();
    expect(mailbox.totals()).toEqual({ receivedBytes: 1_000, removed: 5 });
  });

  it("evicts the oldest messages above the limit of bytes, but never the newest", () => {
    const mailbox = createMailbox({ limits: { bytes: 1_000 } });
    mailbox.add(createIncoming({ raw: Buffer.alloc(600) }));
    mailbox.add(createIncoming({ raw: Buffer.alloc(600) }));
    expect(mailbox.counts()).toMatchObject({ messages: 1, bytes: 600 });
    mailbox.add(createIncoming({ raw: Buffer.alloc(5_000) }));
    expect(mailbox.counts()).toMatchObject({ messages: 1, bytes: 5_000 });
  });

  it("returns the received bytes, in any number of chunks", () => {
    const pieces = [Buffer.from("Subject: a\r\n"), Buffer.from("\r\n\0\n"), Buffer.from([255, 13])];
    const whole = Buffer.concat(pieces);
    const mailbox = createMailbox();
    const message = mailbox.add({ ...createIncoming(), raw: pieces, size: whole.length }).open();
    expect(message?.mail().raw()).toEqual(whole);
    expect(message?.mail()).toBe(message?.mail());
  });

  it("creates ids that do not depend on the messages", () => {
    const mailbox = mailboxOf({}, {});
    const ids = mailbox.list({ limit: 2 }).items.map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9]{16,24}$/);
    expect(createMailbox().instance).not.toBe(mailbox.instance);
  });

  it("is listed page by page, by cursor or by offset", () => {
    const mailbox = mailboxOf(...[1, 2, 3, 4, 5].map((index) => ({ subject: String(index) })));
    const first = mailbox.list({ limit: 2 });
    expect(subjects(mailbox, first.items)).toEqual(["5", "4"]);
    const second = mailbox.list({ limit: 2, ...(first.next !== null && { before: first.next }) });
    expect(subjects(mailbox, second.items)).toEqual(["3", "2"]);
    const offset = mailbox.list({ limit: 10, offset: 4 });
    expect(subjects(mailbox, offset.items)).toEqual(["1"]);
    expect(offset.next).toBeNull();
  });

  it("removes, clears and counts", async () => {
    const mailbox = mailboxOf({ subject: "a" }, { subject: "b" }, { subject: "c" });
    const [c, b] = mailbox.list({ limit: 2 }).items;
    expect(mailbox.remove([b?.id ?? "", "nobody", b?.id ?? ""])).toBe(1);
    await mailbox.mark(c?.id ?? "", { read: true });
    expect(mailbox.counts()).toMatchObject({ messages: 2, unread: 1 });
    expect(mailbox.clear()).toBe(2);
    expect(mailbox.counts()).toMatchObject({ messages: 0, bytes: 0, unread: 0, received: 3 });
  });

  it("marks messages, and their rows show it", async () => {
    const mailbox = mailboxOf({ subject: "a" }, { subject: "b" });
    expect(await mailbox.markMatching(query("subject:a"), { read: true, tags: ["x"] })).toBe(1);
    const [b, a] = mailbox.list({ limit: 2 }).items.map((message) => mailbox.summary(message));
    expect(a).toMatchObject({ read: true, tags: ["x"] });
    expect(b).toMatchObject({ read: false, tags: [] });
    expect(mailbox.mark("nobody", { read: true })).toBeUndefined();
  });

  it("removes matching messages", async () => {
    const mailbox = mailboxOf({ subject: "spam" }, { subject: "ham" }, { subject: "spam" });
    expect(await mailbox.removeMatching(query("subject:spam"))).toBe(2);
    expect(subjects(mailbox, mailbox.list({ limit: 9 }).items)).toEqual(["ham"]);
  });

  it("finds the newest that matches", async () => {
    const mailbox = mailboxOf({ subject: "one" }, { subject: "two" });
    expect((await mailbox.latest())?.seq).toBe(2);
    expect((await mailbox.latest(query("subject:one")))?.seq).toBe(1);
    expect(await mailbox.latest(query("subject:three"))).toBeUndefined();
  });

  it("returns the newest match even if it is removed afterwards", async () => {
    const mailbox = mailboxOf({ subject: "one", raw: Buffer.from("Subject: one\r\n\r\nHello\r\n") });
    const latest = mailbox.latest(query("subject:one"));
    await mailbox.clear();
    expect((await latest)?.mail().raw().toString()).toContain("Hello");
  });
});

describe("a search", () => {
  const zoe = {
    raw: [
      "From: Jo <jo@example.com>",
      "To: Zoe <zoe@example.net>",
      "Cc: Max <max@example.org>",
      "Reply-To: help@example.com",
      "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=",
      "X-Kind: greeting",
      "Message-ID: <1@example.com>",
      "Content-Transfer-Encoding: base64",
      "Content-Type: text/plain; charset=utf-8",
      "",
      Buffer.from("Welcome to\r\nOldtown").toString("base64"),
      "",
    ],
    envelope: {
      to: [
        { address: "zoe@example.net", parameters: [] },
        { address: "hidden@example.net", parameters: [] },
        { address: "root@localhost", parameters: [] },
      ],
      auth: { mechanism: "PLAIN", user: "tester" },
    },
  } satisfies IncomingOptions;

  it.each<[string, boolean]>([
    ["", true],
    ["welcome", true],
    ["WELCOME", true],
    ['"welcome to oldtown"', true],
    ["we", true],
    ["w", true],
    ["welcome goodbye", false],
    ["welcome OR goodbye", true],
    ["-welcome", false],
    ["-goodbye", true],
    ["grüße", true],
    ["subject:grü", true],
    ["body:grüße", false],
    ["body:oldtown", true],
    ["from:jo", true],
    ["from:jo@example.com", true],
    ["from:o@example.com", false],
    ["from:example.com", true],
    ["to:zoe", true],
    ["to:max@example.org", true],
    ["to:hidden@example.net", true],
    ['to:"hidden@example.net"', true],
    ['to:"idden@example.net"', false],
    ["to:oot@localhost", true],
    ['to:"oot@localhost"', false],
    ['to:"root@localhost"', true],
    ["to:jo@example.com", false],
    ["cc:max", true],
    ["cc:zoe", false],
    ["bcc:hidden", true],
    ["bcc:zoe", false],
    ["addressed:help@example.com", true],
    ["addressed:hidden", true],
    ["reply-to:help", true],
    ["message-id:1@example.com", true],
    ["header:X-Kind=greet", true],
    ["header:x-kind", true],
    ["header:X-Other", false],
    ["user:tester", true],
    ["tag:x", false],
    ["has:attachment", false],
    ["has:html", false],
    ["has:findings", true],
    ["is:unread", true],
    ["is:read", false],
    ["before:5s", true],
    ["after:5s", false],
    ["larger:100", true],
    ["smaller:100", false],
  ])("for %j finds the message: %s", async (text, found) => {
    const { matched, total } = await mailboxOf(zoe).search(query(text), { limit: 10 });
    expect([matched, total]).toEqual([found ? 1 : 0, 1]);
  });

  it("counts the same attachments as the row: not the pictures that the HTML shows", async () => {
    const page = (html: string, type = "image/png") => ({
      raw: [
        "Content-Type: multipart/related; boundary=b",
        "",
        "--b",
        "Content-Type: text/html",
        "",
        html,
        "--b",
        `Content-Type: ${type}`,
        "Content-ID: <logo>",
        "",
        "1",
        "--b--",
        "",
      ],
    });
    const mailbox = mailboxOf(page("<p>"), page("<img src=cid:logo>"));
    const { items } = await mailbox.search(query("has:attachment"), { limit: 10 });
    expect(items.map((message) => mailbox.summary(message).attachmentCount)).toEqual([1]);
    // The preview does not show a part that is not a picture, even if the HTML refers to it or is too long to read.
    const others = mailboxOf(
      page("<img src=cid:logo>", "image/svg+xml"),
      page("<a href=cid:logo>report</a>", "application/pdf"),
      page("<p>".repeat(40_000), "application/pdf"),
    );
    const found = await others.search(query("has:attachment"), { limit: 10 });
    expect(found.items.map((message) => others.summary(message).attachmentCount)).toEqual([1, 1, 1]);
  });

  it("is paged like the list", async () => {
    const mailbox = mailboxOf(...[1, 2, 3, 4, 5].map((index) => ({ subject: index % 2 ? `odd ${index}` : "even" })));
    const first = await mailbox.search(query("odd"), { limit: 2 });
    expect([subjects(mailbox, first.items), first.matched]).toEqual([["odd 5", "odd 3"], 3]);
    const second = await mailbox.search(query("odd"), { limit: 2, before: first.next ?? 0 });
    expect([subjects(mailbox, second.items), second.matched, second.next]).toEqual([["odd 1"], 3, null]);
  });

  it("lets mail arrive meanwhile, and covers the messages at the time of the call", async () => {
    const mailbox = createMailbox({ limits: { messages: 30_000 } });
    for (let index = 0; index < 20_000; index++) mailbox.add(createIncoming({ subject: "flood" }));
    let turns = 0;
    const tick = setInterval(() => {
      turns++;
      mailbox.add(createIncoming({ subject: "flood" }));
    });
    const { matched } = await mailbox.search(query("subject:flood"), { limit: 1 });
    clearInterval(tick);
    expect(matched).toBe(20_000);
    expect(turns).toBeGreaterThan(0);
  });
});

describe("a search in a message with files", () => {
  const report = {
    raw: [
      'Content-Type: multipart/mixed; boundary="b"',
      "Subject: Files",
      "",
      "--b",
      "",
      "see below",
      "--b",
      "Content-Type: application/pdf",
      "Content-Disposition: attachment; filename*0*=utf-8''Rechnung%20M; filename*1*=%C3%A4rz; filename*2=.pdf",
      "",
      "x",
      "--b",
      'Content-Type: image/png; name="=?utf-8?Q?Logo__neu.png?="',
      "Content-Disposition: inline",
      "",
      "x",
      "--b",
      "Content-Type: message/rfc822",
      "",
      'Content-Type: application/zip; name="inner.zip"',
      "",
      "x",
      "--b--",
      "",
    ],
  };

  it.each<[string, boolean]>([
    ["märz.pdf", true],
    ['"rechnung märz"', true],
    [".PDF", true],
    ['"logo neu.png"', true],
    ["-märz.pdf", false],
    ["subject:files rechnung", true],
    ["pdfrechnung", false],
    ["inner.zip", false],
    ["body:märz.pdf", false],
    ["subject:märz.pdf", false],
  ])("for %j finds it by the names of its attachments: %s", async (text, found) => {
    expect((await mailboxOf(report).search(query(text), { limit: 10 })).matched).toBe(found ? 1 : 0);
  });
});

it("a search finds the names of a thousand attachments, and the beginning of an endless one", async () => {
  const part = (name: string) => [
    "--b",
    "Content-Type: application/pdf",
    `Content-Disposition: attachment; filename=${name}`,
    "",
    "x",
  ];
  const names = Array.from({ length: 1_000 }, (_, index) => `invoice-2026-${index}.pdf`);
  const mailbox = mailboxOf({
    raw: [
      "Content-Type: multipart/mixed; boundary=b",
      "",
      ...[`${"n".repeat(2_000)}end`, ...names].flatMap(part),
      "--b--",
      "",
    ],
  });
  const matched = async (text: string) => (await mailbox.search(query(text), { limit: 1 })).matched;
  expect([await matched("invoice-2026-999.pdf"), await matched("nnn"), await matched("nnnend")]).toEqual([1, 1, 0]);
});

describe("the events of a mailbox", () => {
  const listen = (mailbox: Mailbox) => {
    const events: StreamEvent[] = [];
    return { events, stop: mailbox.subscribe((some) => events.push(...some)) };
  };
  const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

  it("are sent in order, with consecutive numbers, after this turn's input", async () => {
    const mailbox = createMailbox();
    const { events } = listen(mailbox);
    const message = mailbox.add(createIncoming({ subject: "a" }));
    mailbox.mark(message.id, { read: true });
    mailbox.remove([message.id]);
    mailbox.clear();
    expect(events).toEqual([]);
    await vi.waitFor(() => expect(events).toHaveLength(4));
    expect(events.map(({ type, seq }) => [type, seq])).toEqual([
      ["message.added", 1],
      ["message.changed", 2],
      ["message.removed", 3],
      ["mailbox.cleared", 4],
    ]);
    expect(message.seq).toBe(1);
  });

  it("report a message that was added and evicted within a turn", async () => {
    const mailbox = createMailbox({ limits: { messages: 1 } });
    const { events } = listen(mailbox);
    mailbox.add(createIncoming({ subject: "a" }));
    mailbox.add(createIncoming({ subject: "b" }));
    await vi.waitFor(() => expect(events).toHaveLength(3));
    expect(events.map(({ type }) => type)).toEqual(["message.added", "message.added", "message.removed"]);
  });

  it("are sent only while a listener is subscribed", async () => {
    const mailbox = createMailbox();
    const early = listen(mailbox);
    mailbox.add(createIncoming());
    const late = listen(mailbox);
    mailbox.add(createIncoming());
    await vi.waitFor(() => expect(early.events).toHaveLength(2));
    early.stop();
    mailbox.add(createIncoming());
    await vi.waitFor(() => expect(late.events).toHaveLength(2));
    expect(early.events.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(late.events.map(({ seq }) => seq)).toEqual([2, 3]);
  });

  it("of a flood are not sent one by one, but end with a resync", async () => {
    const mailbox = createMailbox({ limits: { messages: 100 } });
    const { events } = listen(mailbox);
    for (let index = 0; index < 20_000; index++) mailbox.add(createIncoming());
    await vi.waitFor(() => expect(events.length).toBeGreaterThan(0));
    expect(events).toEqual([{ type: "resync", seq: mailbox.seq, reason: "flood" }]);
    mailbox.clear();
    await vi.waitFor(() => expect(events.at(-1)).toEqual({ type: "mailbox.cleared", seq: mailbox.seq }));
  });

  it("are complete if a thousand occur at once", async () => {
    const mailbox = createMailbox();
    const { events } = listen(mailbox);
    for (let index = 0; index < 1_000; index++) mailbox.add(createIncoming());
    await vi.waitFor(() => expect(events.length).toBe(1_000), { timeout: 20_000 });
    expect(events.every(({ type }) => type === "message.added")).toBe(true);
  });

  it("can be replayed, without messages that are gone", async () => {
    const mailbox = createMailbox({ limits: { messages: 2 } });
    for (const subject of ["a", "b", "c"]) mailbox.add(createIncoming({ subject }));
    await turn();
    expect((await replayEvents(mailbox, 0))?.map(({ type, seq }) => [type, seq])).toEqual([
      ["message.added", 2],
      ["message.added", 3],
      ["message.removed", 4],
    ]);
    expect(await replayEvents(mailbox, mailbox.seq)).toEqual([]);
    expect(await replayEvents(mailbox, 99)).toBeUndefined();
  });

  it("keep no message that is gone once there are no listeners", async () => {
    const mailbox = createMailbox();
    const { stop } = listen(mailbox);
    const { id } = mailbox.add(createIncoming());
    stop();
    mailbox.remove([id]);
    await turn();
    expect(await replayEvents(mailbox, 0)).toEqual([{ type: "message.removed", seq: 2, ids: [id], reason: "deleted" }]);
  });

  it("cannot be replayed once too many have followed", async () => {
    const mailbox = mailboxOf({});
    const [{ id } = { id: "" }] = mailbox.list({ limit: 1 }).items;
    for (let count = 0; count < 30_000; count++) await mailbox.mark(id, { tags: [String(count)] });
    expect(await replayEvents(mailbox, 1)).toBeUndefined();
    expect(await replayEvents(mailbox, mailbox.seq - 10)).toHaveLength(10);
  });

  it("are replayed in slices, up to the newest at the start of the replay", async () => {
    const mailbox = createMailbox({ limits: { messages: 5_000 } });
    for (let index = 0; index < 5_000; index++) mailbox.add(createIncoming());
    let turns = 0;
    const timer = setImmediate(function turn() {
      turns++;
      mailbox.add(createIncoming());
      setImmediate(turn).unref();
    });
    const numbers = (await replayEvents(mailbox, 0))?.map(({ seq }) => seq);
    clearImmediate(timer);
    expect(numbers?.at(-1)).toBe(5_000);
    expect(numbers).toEqual(numbers?.toSorted((a, b) => a - b));
    expect(turns).toBeGreaterThan(1);
  });

  it("are replayed with the beginning of large messages if no worker reads them in time", async () => {
    const mailbox = createMailbox({ worker: { run: () => new Promise(() => {}) } });
    const large = Buffer.from(`Subject: Large\r\n${"A: b\r\n".repeat(2_000)}\r\ntext`);
    for (const options of [{ subject: "First" }, { raw: large }, { subject: "Last" }])
      mailbox.add(createIncoming(options));
    const events = await replayEvents(mailbox, 0);
    expect(
      events?.map((event) => event.type === "message.added" && [event.message.subject, event.message.partial]),
    ).toEqual([
      ["First", false],
      ["Large", true],
      ["Last", false],
    ]);
  });
});

test("a list has the beginning of large messages that no worker reads in time", async () => {
  const mailbox = createMailbox({ worker: { run: () => new Promise(() => {}) } });
  const large = Buffer.from(`Subject: Large\r\n${"A: b\r\n".repeat(2_000)}\r\ntext`);
  for (const options of [{ subject: "First" }, { raw: large }, { raw: large }, { subject: "Last" }])
    mailbox.add(createIncoming(options));
  const { items } = await mailbox.rows({ limit: 10 });
  expect(items.map(({ subject, partial }) => [subject, partial])).toEqual([
    ["Last", false],
    ["Large", true],
    ["Large", true],
    ["First", false],
  ]);
});

/** The events after `seq`; undefined if some are no longer kept. */
async function replayEvents(mailbox: Mailbox, seq: number): Promise<StreamEvent[] | undefined> {
  const events: StreamEvent[] = [];
  const isComplete = await mailbox.replay(seq, (event) => events.push(event) > 0);
  return isComplete ? events : undefined;
}
