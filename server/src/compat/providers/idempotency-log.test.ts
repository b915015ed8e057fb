import { expect, test } from "vitest";
import { IdempotencyLog, type KeyedAttempt } from "./idempotency-log.ts";
import type { ProviderReply } from "./provider.ts";

const attempt = (key: string) => ({ key, bytes: Buffer.from("body"), now: 0 });

function startFirst(log: IdempotencyLog, keyed: KeyedAttempt) {
  const started = log.start(keyed);
  if (started.type !== "first") throw new Error(`The request is ${started.type}`);
  return started;
}

const record = (log: IdempotencyLog, keyed: KeyedAttempt, reply: ProviderReply) => {
  startFirst(log, keyed).finish(reply);
};

test("the replies that are remembered have a total size; the oldest are forgotten first", () => {
  const log = new IdempotencyLog();
  const body = [{ id: "x".repeat(1024 * 1024) }];
  for (let number = 0; number < 10; number++) record(log, attempt(`key ${number}`), { status: 200, body });
  expect(log.start(attempt("key 6"))).toMatchObject({ type: "first" });
  expect(log.start(attempt("key 9"))).toEqual({ type: "known", reply: { status: 200, body: JSON.stringify(body) } });
  expect(log.start({ ...attempt("key 9"), bytes: Buffer.from("other") })).toEqual({ type: "conflict" });
});

test("a key that is used again after a day replaces the first", () => {
  const log = new IdempotencyLog();
  record(log, attempt("key"), { status: 200, body: "first" });
  record(log, { ...attempt("key"), now: 90_000_000 }, { status: 200, body: "second" });
  expect(log.start({ ...attempt("key"), now: 90_000_000 })).toMatchObject({ reply: { body: "second" } });
});

test("a key is reserved while the first request is carried out", async () => {
  const log = new IdempotencyLog();
  const first = startFirst(log, attempt("key"));
  const second = log.start(attempt("key"));
  expect(second).toMatchObject({ type: "pending" });
  expect(log.start({ ...attempt("key"), bytes: Buffer.from("other") })).toEqual({ type: "conflict" });
  first.finish({ status: 200, body: "reply" });
  if (second.type === "pending") await second.ended;
  expect(log.start(attempt("key"))).toEqual({ type: "known", reply: { status: 200, body: "reply" } });
});

test("a request that fails gives its key back", async () => {
  const log = new IdempotencyLog();
  const first = startFirst(log, attempt("key"));
  const second = log.start(attempt("key"));
  first.abandon();
  if (second.type === "pending") await second.ended;
  expect(log.start(attempt("key"))).toMatchObject({ type: "first" });
});
