import { once } from "node:events";
import { PassThrough, Writable } from "node:stream";
import { expect, test, vi } from "vitest";
import { createLog, type LogOptions } from "./log.ts";

/** A log, and what it wrote. */
function written(options: LogOptions) {
  let text = "";
  const out = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  return { log: createLog(options, out), text: () => text };
}

test("programs get one object a line", () => {
  const { log, text } = written({ level: "info", format: "json" });
  log.info("ready", { url: "http://localhost:8025/", smtp: { port: 1025 } });
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

test("people get the time, the sentence and the facts", () => {
  const { log, text } = written({ level: "debug", format: "text" });
  log.info("ready", { url: "/", ports: [1, 2] });
  log.debug("stopped");
  expect(text()).toMatch(/^\d\d:\d\d:\d\d ready url=\/ ports=\[1,2\]\n\d\d:\d\d:\d\d debug stopped\n$/);
});

test("an error is told with its stack", () => {
  const error = new TypeError("broken");
  const programs = written({ level: "error", format: "json" });
  programs.log.error("a hook failed", { err: error, session: "s1" });
  expect(JSON.parse(programs.text())).toMatchObject({
    level: "error",
    err: { type: "TypeError", message: "broken", stack: error.stack },
    session: "s1",
    msg: "a hook failed",
  });
  const people = written({ level: "error", format: "text" });
  people.log.error("a hook failed", { err: error, session: "s1" });
  expect(people.text()).toMatch(/^\d\d:\d\d:\d\d error a hook failed session=s1\nTypeError: broken\n {4}at /);
});

test("what is above the level is not told", () => {
  const { log, text } = written({ level: "warn", format: "text" });
  log.info("ready");
  log.debug("stopped");
  expect(text()).toBe("");
  log.error("broken");
  expect(text()).toContain("broken");
});

test("lines that nobody reads are dropped beyond 1 MiB, and counted once there is a reader again", async () => {
  const out = new PassThrough({ highWaterMark: 1 });
  const log = createLog({ level: "info", format: "text" }, out);
  for (let count = 0; count < 3000; count += 1) log.info("x".repeat(1000));
  expect(out.writableLength).toBeLessThan(1.1 * 1024 * 1024);
  const read: Buffer[] = [];
  out.on("data", (chunk: Buffer) => read.push(chunk));
  await once(out, "drain");
  log.info("again");
  await vi.waitFor(() =>
    expect(Buffer.concat(read).toString()).toMatch(/ \d+ lines of the log were dropped[^\n]*\n[^\n]*again\n$/),
  );
});

test("a log that cannot be written any more is no error", () => {
  const out = new PassThrough();
  out.destroy();
  const log = createLog({ level: "info", format: "text" }, out);
  expect(() => log.info("hello")).not.toThrow();
});
