import { parseQuery, type Query } from "@mailglass/shared";
import { describe, expect, it } from "vitest";
import { createIncoming } from "../../test/support/incoming.ts";
import { createSessionSource } from "../../test/support/session-source.ts";
import { createMailbox } from "./create-mailbox.ts";
import type { Mailbox, WaitOutcome } from "./mailbox.ts";

function query(text: string): Query {
  const parsed = parseQuery(text, 10_000);
  if (parsed.type === "error") throw new Error(`${parsed.message} at ${parsed.column}`);
  return parsed;
}

const LONG = 60_000;

function wait(
  mailbox: Mailbox,
  text: string,
  options: { count?: number; since?: number; timeout?: number; signal?: AbortSignal } = {},
) {
  const { count = 1, since = 0, timeout = LONG, signal } = options;
  return mailbox.wait({ query: query(text), count, since }, { timeout, ...(signal && { signal }) });
}

const subjectsOf = (mailbox: Mailbox, outcome: WaitOutcome) =>
  outcome.type === "aborted" ? outcome.type : outcome.messages.map((message) => mailbox.summary(message).subject);

describe("a wait", () => {
  it("ends immediately with stored messages: the newest, in order of arrival", async () => {
    const mailbox = createMailbox();
    for (const subject of ["a 1", "a 2", "b", "a 3"]) mailbox.add(createIncoming({ subject }));
    expect(subjectsOf(mailbox, await wait(mailbox, "subject:a", { count: 2 }))).toEqual(["a 2", "a 3"]);
  });

  it("ends with later messages", async () => {
    const mailbox = createMailbox();
    const waiting = wait(mailbox, "subject:late");
    mailbox.add(createIncoming({ subject: "early" }));
    mailbox.add(createIncoming({ subject: "late" }));
    expect(subjectsOf(mailbox, await waiting)).toEqual(["late"]);
  });

  it("counts stored and new messages together", async () => {
    const mailbox = createMailbox();
    mailbox.add(createIncoming({ subject: "a 1" }));
    const waiting = wait(mailbox, "subject:a", { count: 2 });
    mailbox.add(createIncoming({ subject: "a 2" }));
    expect(subjectsOf(mailbox, await waiting)).toEqual(["a 1", "a 2"]);
  });

  it("considers only messages after `since`", async () => {
    const mailbox = createMailbox();
    mailbox.add(createIncoming({ subject: "a 1" }));
    const waiting = wait(mailbox, "subject:a", { since: mailbox.seq });
    mailbox.add(createIncoming({ subject: "a 2" }));
    expect(subjectsOf(mailbox, await waiting)).toEqual(["a 2"]);
  });

  it("counts a message that arrived just before it only once", async () => {
    const mailbox = createMailbox();
    const other = wait(mailbox, "subject:b");
    mailbox.add(createIncoming({ subject: "a 1" }));
    const waiting = wait(mailbox, "subject:a", { count: 2 });
    mailbox.add(createIncoming({ subject: "b" }));
    await other;
    mailbox.add(createIncoming({ subject: "a 2" }));
    expect(subjectsOf(mailbox, await waiting)).toEqual(["a 1", "a 2"]);
  });

  it("misses no message that arrives while it searches a full ring", async () => {
    const mailbox = createMailbox({ limits: { messages: 50_000 } });
    for (let index = 0; index < 20_000; index++) mailbox.add(createIncoming({ subject: "flood" }));
    const all = Promise.all(Array.from({ length: 20 }, () => wait(mailbox, "subject:needle", { count: 2 })));
    mailbox.add(createIncoming({ subject: "needle 1" }));
    await new Promise(setImmediate);
    mailbox.add(createIncoming({ subject: "needle 2" }));
    for (const outcome of await all) expect(subjectsOf(mailbox, outcome)).toEqual(["needle 1", "needle 2"]);
  });

  it("gets a message that the ring evicted before it was tested", async () => {
    const mailbox = createMailbox({ limits: { messages: 1 } });
    const waiting = wait(mailbox, "subject:a");
    mailbox.add(createIncoming({ subject: "a" }));
    mailbox.add(createIncoming({ subject: "b" }));
    expect(subjectsOf(mailbox, await waiting)).toEqual(["a"]);
  });

  it("for one recipient among thousands ends with that recipient's mail", async () => {
    const mailbox = createMailbox({ limits: { messages: 10_000 } });
    const all = Array.from({ length: 5_000 }, (_, index) => wait(mailbox, `to:user${index}@example.net`));
    expect(mailbox.counts().waiters).toBe(5_000);
    for (let index = 4_999; index >= 0; index--)
      mailbox.add(createIncoming({ to: [`User${index}@example.net`], subject: String(index) }));
    const outcomes = await Promise.all(all);
    expect(outcomes.map((outcome) => subjectsOf(mailbox, outcome))).toEqual(
      outcomes.map((_, index) => [String(index)]),
    );
    expect(mailbox.counts().waiters).toBe(0);
  });

  it("finds a hidden recipient", async () => {
    const mailbox = createMailbox();
    const waiting = wait(mailbox, "to:hidden@example.net");
    mailbox.add(createIncoming({ envelope: { to: [{ address: "hidden@example.net", parameters: [] }] } }));
    expect((await waiting).type).toBe("matched");
  });

  it("that is aborted leaves nothing behind", async () => {
    const mailbox = createMailbox();
    const controller = new AbortController();
    const all = Array.from({ length: 5_000 }, (_, index) =>
      wait(mailbox, index % 2 ? `to:user${index}@example.net` : "subject:x", { signal: controller.signal }),
    );
    controller.abort();
    expect(new Set((await Promise.all(all)).map(({ type }) => type))).toEqual(new Set(["aborted"]));
    expect(mailbox.counts().waiters).toBe(0);
    expect((await wait(mailbox, "x", { signal: controller.signal })).type).toBe("aborted");
  });

  it("ends with the mailbox", async () => {
    const mailbox = createMailbox();
    const all = [wait(mailbox, "to:jo@example.com"), wait(mailbox, "subject:x")];
    mailbox.close();
    expect((await Promise.all(all)).map(({ type }) => type)).toEqual(["aborted", "aborted"]);
  });

  it("that times out reports near misses, the number of tested messages, and failed sessions", async () => {
    const mailbox = createMailbox();
    mailbox.add(createIncoming({ to: ["a@example.net"], subject: "old" }));
    const since = mailbox.seq;
    mailbox.add(createIncoming({ to: ["b@example.net"], subject: "other" }));
    mailbox.add(createIncoming({ to: ["a@example.net"], subject: "Welcom" }));
    const failed = createSessionSource("S1", { failed: true });
    mailbox.sessions.recordOpened(failed);
    mailbox.sessions.recordClosed(failed);
    const waiting = wait(mailbox, "to:a@example.net subject:welcome", { since, timeout: 1 });
    mailbox.add(createIncoming({ to: ["c@example.net"], subject: "third" }));
    const outcome = await waiting;
    expect(outcome).toMatchObject({
      type: "timed-out",
      seen: 3,
      messages: [],
      nearMisses: [
        { failed: ["subject:welcome"] },
        { failed: ["to:a@example.net", "subject:welcome"] },
        { failed: expect.anything() },
      ],
      failedSessions: [{ id: "S1" }],
    });
  });

  it("whose test throws ends with that error, and no other wait does", async () => {
    const mailbox = createMailbox();
    const failing = [wait(mailbox, "user:jo"), wait(mailbox, "to:zoe@example.net user:jo")];
    const others = [wait(mailbox, "to:zoe@example.net", { count: 2 }), wait(mailbox, "subject:late")];
    const hostile = createIncoming();
    const envelope = Object.defineProperty({ ...hostile.envelope }, "auth", {
      get() {
        throw new Error("no auth");
      },
    });
    mailbox.add({ ...hostile, envelope });
    for (const one of failing) await expect(one).rejects.toThrow("no auth");
    mailbox.add(createIncoming({ subject: "late" }));
    for (const one of others) expect((await one).type).toBe("matched");
    await expect(wait(mailbox, "user:jo")).rejects.toThrow("no auth");
    expect(mailbox.counts().waiters).toBe(0);
  });

  it("ends in turns: thousands that end with one message do not block the event loop", async () => {
    const mailbox = createMailbox();
    let answered = 0;
    const all = Array.from({ length: 5_000 }, async () => {
      await wait(mailbox, "subject:news");
      answered++;
    });
    const seen: number[] = [];
    const look = () => {
      seen.push(answered);
      if (answered < 5_000) setImmediate(look);
    };
    mailbox.add(createIncoming({ subject: "news" }));
    setImmediate(look);
    await Promise.all(all);
    const most = Math.max(...seen.map((count, at) => count - (seen[at - 1] ?? 0)));
    expect(most).toBeLessThanOrEqual(100);
  });
});

it("waits that expire at the same time end a few in each turn", async () => {
  const mailbox = createMailbox();
  mailbox.add(createIncoming({ subject: "other" }));
  const endsPerTurn: number[] = [];
  let ends = 0;
  const waits = Array.from({ length: 500 }, async (_, at) => {
    const outcome = await wait(mailbox, `to:w${at}@example.com`, { timeout: 1 });
    ends++;
    return outcome;
  });
  let isDone = false;
  const nextTurn = () => {
    endsPerTurn.push(ends);
    ends = 0;
    if (!isDone) setImmediate(nextTurn);
  };
  setImmediate(nextTurn);
  const outcomes = await Promise.all(waits);
  isDone = true;
  expect(outcomes.every((outcome) => outcome.type === "timed-out" && outcome.nearMisses.length === 1)).toBe(true);
  expect(Math.max(...endsPerTurn)).toBeLessThan(50);
});
