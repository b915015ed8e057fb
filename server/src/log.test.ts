import { Writable } from "node:stream";
import { expect, test } from "vitest";
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
