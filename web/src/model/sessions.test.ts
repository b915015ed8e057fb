import type { SessionSummary, StreamEvent } from "@mailglass/shared";
import { describe, expect, it } from "vitest";
import { EMPTY_SESSIONS, reduceSessions, type SessionsState } from "./sessions.ts";

const session = (id: string, closedAt: string | null = null): SessionSummary => ({
  id,
  openedAt: "2026-01-01T00:00:00.000Z",
  closedAt,
  listener: "smtp",
  peer: { address: "127.0.0.1", port: 1 },
  helo: "",
  tls: null,
  auth: null,
  messages: 0,
  messageIds: [],
  refusals: 0,
  failed: false,
  lastReply: "",
  lastRefusal: "",
  mainFinding: null,
  findingCounts: { error: 0, warning: 0, info: 0 },
});
const opened = (id: string): StreamEvent => ({ type: "session.opened", seq: 1, session: session(id) });
const closed = (id: string): StreamEvent => ({
  type: "session.closed",
  seq: 1,
  session: session(id, "2026-01-01T00:00:01.000Z"),
});
const READY: SessionsState = { ...EMPTY_SESSIONS, phase: "ready" };

describe("the list of sessions", () => {
  it("starts from the server's count and counts new ones", () => {
    const list = { items: [session("b")], total: 1_200, next: "b" };
    const listed = reduceSessions(READY, { type: "loaded", list });
    expect(listed.total).toBe(1_200);
    expect(reduceSessions(listed, { type: "events", events: [opened("c"), closed("b")] }).total).toBe(1_201);
  });

  it("drops evicted sessions when the server has counted: those that closed first, and no open one", () => {
    const at = (second: number) => `2026-01-01T00:00:0${second}.000Z`;
    const items = [session("e", at(3)), session("d", at(2)), session("c"), session("b", at(2)), session("a", at(5))];
    const listed = reduceSessions(READY, { type: "loaded", list: { items, total: 5, next: null } });
    const counted = reduceSessions(listed, { type: "counted", total: 4 });
    expect(counted.rows.map((row) => row.id)).toEqual(["e", "d", "c", "a"]);
    expect(counted.total).toBe(4);
    expect(reduceSessions(counted, { type: "counted", total: 9 }).rows).toBe(counted.rows);
  });

  it("is sorted newest first and has each session once, in its current state", () => {
    const first = reduceSessions(READY, { type: "events", events: [opened("a"), opened("b"), closed("b")] });
    const then = reduceSessions(first, { type: "events", events: [closed("a"), opened("c")] });
    expect(then.rows.map((row) => [row.id, row.closedAt !== null])).toEqual([
      ["c", false],
      ["b", true],
      ["a", true],
    ]);
  });

  it("has the sessions that opened while it was loaded, whether or not the response has them", () => {
    const loading = reduceSessions(EMPTY_SESSIONS, { type: "loading" });
    const events = [opened("b"), opened("c"), closed("b")];
    const waiting = reduceSessions(loading, { type: "events", events });
    const list = { items: [session("b"), session("a")], total: 2, next: null };
    const loaded = reduceSessions(waiting, { type: "loaded", list });
    expect(loaded.rows.map((row) => [row.id, row.closedAt !== null])).toEqual([
      ["c", false],
      ["b", true],
      ["a", false],
    ]);
    expect(loaded.total).toBe(3);
  });

  it("stays empty until the view is opened", () => {
    expect(reduceSessions(EMPTY_SESSIONS, { type: "events", events: [opened("a")] })).toBe(EMPTY_SESSIONS);
  });

  it("counts failed sessions until the view is opened", () => {
    const failed: StreamEvent = { type: "session.closed", seq: 1, session: { ...session("f"), failed: true } };
    const withFailure = reduceSessions(EMPTY_SESSIONS, { type: "events", events: [opened("f"), failed, closed("g")] });
    expect(withFailure.failures).toBe(1);
    expect(reduceSessions(withFailure, { type: "seen" }).failures).toBe(0);
  });

  it("drops the oldest sessions beyond a limit, and knows where to continue loading", () => {
    const many = Array.from({ length: 3_000 }, (_, at) => opened(`s${at}`));
    const sessions = reduceSessions(READY, { type: "events", events: many });
    expect(sessions.rows.length).toBeLessThan(2_600);
    expect(sessions.next).toBe(sessions.rows.at(-1)?.id);
  });
});
