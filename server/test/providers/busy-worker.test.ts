import { expect, test, vi } from "vitest";
import { JobError, type JobFailure } from "../../src/mail/worker/job-error.ts";
import { allApis } from "../support/all-apis.ts";
import { CREDENTIALS } from "./credentials.ts";

const TOO_EXPENSIVE = "Translating the request takes more time or memory than Mailglass allows. Send less at once.";

test.each<readonly [JobFailure, string]>([
  ["too-slow", TOO_EXPENSIVE],
  ["out-of-memory", TOO_EXPENSIVE],
  ["busy", "Too many large requests are being read. Try again in a moment."],
  ["crashed", "The worker thread that reads large requests crashed. Try again."],
  ["closed", "The server is stopping."],
])("a request that the worker does not read says why: %s", async (failure, message) => {
  await using server = await allApis();
  vi.spyOn(server.worker, "run").mockRejectedValue(new JobError(failure));
  const body = { from: "jo@example.com", to: "zoe@example.net", subject: "Hi", text: "Hello".repeat(2_000) };
  const headers = { ...CREDENTIALS["resend"], "content-type": "application/json" };
  const answer = await server.app.inject({ method: "POST", url: "/emails", headers, payload: body });
  expect([answer.statusCode, answer.json()]).toEqual([500, expect.objectContaining({ message })]);
});
