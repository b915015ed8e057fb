import { request } from "node:http";
import { expect, test, vi } from "vitest";
import { startTestServer, storeMessage } from "../../test/support/test-http-server.ts";
import { JobError } from "../mail/worker/job-error.ts";
import { NO_NETWORK_CHECKS } from "../mailbox/network-checks.ts";

const UNLIMITED = { limit: Number.POSITIVE_INFINITY, reserve: () => true, release: () => {} };
// With budgets, as in the whole server, the body is read before the route is called.
const budgets = { uploads: UNLIMITED, json: UNLIMITED };

const LONG_TEXT = "line of text\r\n".repeat(10_000);
const JSON_BODY = JSON.stringify({ from: "a@example.com", to: ["b@example.com"], text: LONG_TEXT });

test.each([
  ["/api/messages", "application/json", JSON_BODY],
  ["/api/messages/import", "application/mbox", `From a@example.com\n${LONG_TEXT}`],
  ["/api/messages/send", "application/json", JSON_BODY],
])("a client that leaves cancels POST %s of %s, and not before", async (path, type, body) => {
  await using server = await startTestServer({ budgets });
  const started = Promise.withResolvers<AbortSignal>();
  const aborted = Promise.withResolvers<void>();
  vi.spyOn(server.worker, "run").mockImplementation(async (_job, _source, _params, signal) => {
    if (signal === undefined) throw new Error("The job cannot be cancelled");
    signal.addEventListener("abort", () => aborted.resolve());
    started.resolve(signal);
    await aborted.promise;
    throw new JobError("aborted");
  });
  const client = request(new URL(path, server.url), { method: "POST", headers: { "content-type": type } });
  client.on("error", () => {});
  client.end(body);
  const signal = await started.promise;
  // Other requests are answered meanwhile.
  for (let round = 0; round < 5; round++) await fetch(new URL("healthz", server.url));
  expect(signal.aborted).toBe(false);
  client.destroy();
  await aborted.promise;
  expect([server.mailbox.counts().messages, server.errors]).toEqual([0, []]);
  vi.restoreAllMocks();
});

test("what a client that left has aborted is not logged as a bug", async () => {
  const started = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  await using server = await startTestServer({
    budgets,
    checks: {
      ...NO_NETWORK_CHECKS,
      checkLinks: (_, { signal }) =>
        new Promise((_resolve, reject) => {
          started.resolve();
          signal?.addEventListener("abort", () => reject(signal.reason));
        }),
    },
  });
  server.app.server.on("connection", (socket) => socket.once("close", () => ended.resolve()));
  const { id } = storeMessage(server.mailbox, "Subject: Hi\n\nhttps://example.com/token\n");
  const client = request(new URL(`api/messages/${id}/checks/links`, server.url), { method: "POST" });
  client.on("error", () => {});
  client.end();
  await started.promise;
  client.destroy();
  await ended.promise;
  // A later request is answered after the error was handled.
  await fetch(new URL("healthz", server.url));
  expect(server.errors).toEqual([]);
});
