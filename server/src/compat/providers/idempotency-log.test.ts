import { expect, test } from "vitest";
import { IdempotencyLog } from "./idempotency-log.ts";

const attempt = (key: string) => ({ key, bytes: Buffer.from("body"), now: 0 });

test("the replies that are remembered have a total size; the oldest are forgotten first", () => {
  const log = new IdempotencyLog();
  const body = [{ id: "x".repeat(1024 * 1024) }];
  for (let number = 0; number < 10; number++) log.record(attempt(`key ${number}`), { status: 200, body });
  expect(log.find(attempt("key 6"))).toBeUndefined();
  expect(log.find(attempt("key 9"))).toEqual({ status: 200, body: JSON.stringify(body) });
  expect(log.find({ ...attempt("key 9"), bytes: Buffer.from("other") })).toBe("conflict");
});

test("a key that is used again after a day replaces the first", () => {
  const log = new IdempotencyLog();
  log.record(attempt("key"), { status: 200, body: "first" });
  log.record({ ...attempt("key"), now: 90_000_000 }, { status: 200, body: "second" });
  expect(log.find({ ...attempt("key"), now: 90_000_000 })).toMatchObject({ body: "second" });
});
