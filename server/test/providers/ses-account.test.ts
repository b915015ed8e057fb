import { afterAll, beforeAll, expect, test } from "vitest";
import { describeFailure, runProcess } from "../support/run-program.ts";
import { type RunningApp, startTestApp } from "../support/running-app.ts";

let app: RunningApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

test("Amazon's library manages templates, and asks for the quota of the account", { timeout: 60_000 }, async () => {
  const program = new URL("./ses-account-program.ts", import.meta.url).pathname;
  const result = await runProcess(process.execPath, [program, app.origin]);
  expect(describeFailure(result)).toBe("");
  expect(JSON.parse(result.out.toString())).toEqual({
    repeated: "AlreadyExistsException",
    pages: [["other"], ["welcome"]],
    read: { Subject: "Changed", Html: "<p>Hello</p>" },
    deleted: "NotFoundException",
    empty: "BadRequestException",
    quota: { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 0 },
  });
});
