import fastify from "fastify";
import pino from "pino";
import { expect, test } from "vitest";
import { RequestLog } from "./request-log.ts";

test("a request is one line at debug level, without its query", async () => {
  const lines: string[] = [];
  const loggerInstance = pino({ level: "debug" }, { write: (line: string) => void lines.push(line) });
  await using app = fastify({ loggerInstance, logController: new RequestLog() });
  app.get("/found", async () => "ok");
  await app.inject("/found?q=ann@example.com");
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: 20, method: "GET", path: "/found", status: 200 });
  expect(lines[0]).not.toContain("ann@example.com");
});
