import { once } from "node:events";
import { PassThrough, Writable } from "node:stream";
import { expect, test, vi } from "vitest";
import { createLog, type LogOptions } from "./log.ts";

/** A log, and what it has written so far. */
async function loggedText(options: LogOptions) {
  let text = "";
  const out = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  return { log: await createLog(options, out), text: () => text };
}

test("JSON has one object per line", async () => {
  const { log, text } = await loggedText({ level: "info", format: "json" });
  log.info({ url: "http://localhost:8025/", smtp: { port: 1025 } }, "ready");
  log.warn("a sentence of\ntwo lines");
  const [first = "", second = "", ...rest] = text().split("\n");
  expect(rest).toEqual([""]);
  expect(JSON.parse(first)).toEqual({
    level: "info",
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    url: "http://localhost:8025/",
    smtp: { port: 1025 },
    msg: "ready",
  });
  expect(JSON.parse(second)).toMatchObject({ level: "warn", msg: "a sentence of\ntwo lines" });
});

test("an error is logged with its type and stack", async () => {
  const error = new TypeError("broken");
  const { log, text } = await loggedText({ level: "error", format: "json" });
  log.error({ err: error, session: "s1" }, "a hook failed");
  expect(JSON.parse(text())).toMatchObject({
    level: "error",
    err: { type: "TypeError", message: "broken", stack: error.stack },
    session: "s1",
    msg: "a hook failed",
  });
});

test.each(["json", "text"] as const)("a line of %s has at most about 1,000 characters of each text", async (format) => {
  const long = "x".repeat(1_000_000);
  const { log, text } = await loggedText({ level: "error", format });
  log.error({ from: long, to: [long], session: { user: { name: long } } }, long);
  log.error(long);
  log.error(new RangeError(long));
  log.child({}).error({ err: new TypeError(long, { cause: new Error(long) }) }, "an SMTP hook failed");
  expect(text()).toContain("an SMTP hook failed");
  expect(text()).toContain("TypeError");
  expect(text()).toContain("…");
  expect(text().length).toBeLessThan(60_000);
});

test("text has the time, the level, the sentence and the values", async () => {
  const { log, text } = await loggedText({ level: "debug", format: "text" });
  log.info({ url: "/", ports: [1, 2] }, "ready");
  log.debug("stopped");
  expect(text()).toMatch(/^\[\d\d:\d\d:\d\d\] INFO: ready {"url":"\/","ports":\[1,2\]}\n\[[\d:]+\] DEBUG: stopped\n$/);
});

test("secrets are masked at any of three depths", async () => {
  const { log, text } = await loggedText({ level: "info", format: "json" });
  log.info({ password: "s3cret", auth: { pass: "s3cret" }, a: { b: { authorization: "Basic s3cret" } } }, "login");
  expect(text()).not.toContain("s3cret");
  expect(JSON.parse(text())).toMatchObject({ password: "***", auth: { pass: "***" } });
});

test("lines above the level are not written", async () => {
  const { log, text } = await loggedText({ level: "warn", format: "json" });
  log.info("ready");
  log.debug("stopped");
  expect(text()).toBe("");
  log.error("broken");
  expect(text()).toContain("broken");
});

test("unread lines beyond 1 MiB are dropped, and their number is logged when reading continues", async () => {
  const out = new PassThrough({ highWaterMark: 1 });
  const log = await createLog({ level: "info", format: "text" }, out);
  for (let count = 0; count < 3000; count += 1) log.info("x".repeat(1000));
  expect(out.writableLength).toBeLessThan(1.1 * 1024 * 1024);
  const read: Buffer[] = [];
  out.on("data", (chunk: Buffer) => read.push(chunk));
  await once(out, "drain");
  log.info("again");
  await vi.waitFor(() =>
    expect(Buffer.concat(read).toString()).toMatch(/ \d+ log lines were dropped[^\n]*\n[^\n]*again\n$/),
  );
});

test("a log that cannot be written any more is no error", async () => {
  const out = new PassThrough();
  out.destroy();
  const log = await createLog({ level: "info", format: "text" }, out);
  expect(() => log.info("hello")).not.toThrow();
});
