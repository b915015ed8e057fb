import type { StreamEvent } from "@mailglass/shared";
import { describe, expect, it } from "vitest";
import { createSessionSource } from "../../test/support/session-source.ts";
import { createMailbox } from "./create-mailbox.ts";
import type { SessionLog, SessionSource } from "./session-log.ts";

const ids = (log: SessionLog, options: Partial<Parameters<SessionLog["list"]>[0]> = {}) =>
  log.list({ limit: 10, ...options }).items.map(({ id }) => id);

describe("the session log", () => {
  it("lists sessions newest first, page by page", () => {
    const { sessions } = createMailbox();
    for (const id of ["S1", "S2", "S3"]) sessions.recordOpened(createSessionSource(id));
    expect(ids(sessions)).toEqual(["S3", "S2", "S1"]);
    expect(ids(sessions, { limit: 1, before: "S3" })).toEqual(["S2"]);
    expect(ids(sessions, { before: "nobody" })).toEqual([]);
    expect(sessions.list({ limit: 1, before: "nobody" }).total).toBe(3);
  });

  it("filters open and failed ones", () => {
    const { sessions } = createMailbox();
    const failed = createSessionSource("S1", { failed: true });
    for (const session of [failed, createSessionSource("S2")]) sessions.recordOpened(session);
    sessions.recordClosed(failed);
    expect(ids(sessions, { open: true })).toEqual(["S2"]);
    expect(ids(sessions, { open: false })).toEqual(["S1"]);
    expect(ids(sessions, { failed: true })).toEqual(["S1"]);
    expect(sessions.list({ limit: 0, failed: false })).toEqual({ items: [], total: 1 });
  });

  it("keeps the last 1,000 closed sessions, and all open ones", () => {
    const mailbox = createMailbox();
    const { sessions } = mailbox;
    sessions.recordOpened(createSessionSource("open"));
    for (let index = 1; index <= 5_000; index++) {
      const session = createSessionSource(`S${index}`);
      sessions.recordOpened(session);
      sessions.recordClosed(session);
      sessions.recordClosed(session);
    }
    expect(sessions.list({ limit: 0 }).total).toBe(1_001);
    expect(sessions.get("open")?.id).toBe("open");
    expect(sessions.get("S4000")).toBeUndefined();
    expect(sessions.get("S4001")?.id).toBe("S4001");
    expect(mailbox.counts().openSessions).toBe(1);
  });

  it("continues below an evicted session: sessions that were open longer still exist", () => {
    const { sessions } = createMailbox({ maxClosedSessions: 2 });
    const engine = (number: number) => ({
      ...createSessionSource(`a1b2c3${number.toString(36).padStart(4, "0")}`),
      number,
    });
    const some = Array.from({ length: 50 }, (_, at) => engine(at + 1));
    for (const session of some) sessions.recordOpened(session);
    const cursor = some[40]?.id ?? "";
    for (const session of some.slice(10)) sessions.recordClosed(session);
    expect(sessions.get(cursor)).toBeUndefined();
    expect(ids(sessions, { limit: 3, before: cursor })).toEqual(["a1b2c3000a", "a1b2c30009", "a1b2c30008"]);
    for (const strange of ["", "a1b2c3", "a1b2c3!!!!", "ffffff0013"])
      expect(ids(sessions, { before: strange })).toEqual([]);
  });

  it("notifies listeners", async () => {
    const mailbox = createMailbox();
    const received = new Promise<readonly StreamEvent[]>((resolve) => mailbox.subscribe(resolve));
    const session = createSessionSource("S1");
    mailbox.sessions.recordOpened(session);
    mailbox.sessions.recordClosed(session);
    expect(await received).toMatchObject([
      { type: "session.opened", seq: 1, session: { id: "S1" } },
      { type: "session.closed", seq: 2, session: { id: "S1" } },
    ]);
  });

  it("keeps 1 MiB of interrupted messages, the newest", () => {
    const { sessions } = createMailbox({ maxClosedSessions: 50 });
    const kept = new Set<string>();
    for (let index = 1; index <= 100; index++) {
      const id = `S${index}`;
      kept.add(id);
      const session: SessionSource = {
        ...createSessionSource(id),
        get interruptedBytes() {
          return kept.has(id) ? 32 * 1024 : 0;
        },
        dropInterruptedData: () => void kept.delete(id),
      };
      sessions.recordOpened(session);
      sessions.recordClosed(session);
    }
    expect(kept.size).toBe(32);
    expect(kept.has("S69")).toBe(true);
  });

  it("filters by duration", () => {
    const { sessions } = createMailbox();
    const closedAt = "2026-11-23T12:00:02.000Z";
    const session = createSessionSource("S1", { closedAt });
    sessions.recordOpened(session);
    sessions.recordClosed(session);
    expect(ids(sessions, { minDuration: 2000 })).toEqual(["S1"]);
    expect(ids(sessions, { minDuration: 2001 })).toEqual([]);
    expect(ids(sessions, { maxDuration: 1999 })).toEqual([]);
  });
});
