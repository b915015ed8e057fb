import { request } from "node:http";
import { expect, test } from "vitest";
import { startTestServer, storeMessage } from "../../test/support/test-http-server.ts";
import { type NetworkChecks, NO_NETWORK_CHECKS } from "../mailbox/network-checks.ts";

const LINK = "https://example.com/token";

const UNLIMITED = { limit: Number.POSITIVE_INFINITY, reserve: () => true, release: () => {} };

function startServer(checkLinks: NetworkChecks["checkLinks"]) {
  // With budgets, as in the whole server, the body is read before the route is called.
  const budgets = { uploads: UNLIMITED, json: UNLIMITED };
  return startTestServer({ budgets, checks: { ...NO_NETWORK_CHECKS, checkLinks } });
}

test("a link check is not cancelled when its request has been read", async () => {
  let isCancelled: boolean | undefined;
  await using server = await startServer(async (urls, { signal }) => {
    // Other requests are answered meanwhile.
    for (let round = 0; round < 5; round++) await fetch(new URL("healthz", server.url));
    isCancelled = signal?.aborted;
    return urls.map((url) => ({ url, outcome: "ok", status: 200, detail: "OK", redirects: [] }));
  });
  const { id } = storeMessage(server.mailbox, `Subject: Hi\n\n${LINK}\n`);
  expect(await server.client.checkLinks({ params: { id } })).toMatchObject({ links: [{ url: LINK, outcome: "ok" }] });
  expect(isCancelled).toBe(false);
});

test("a client that leaves cancels its link check", async () => {
  const aborted = Promise.withResolvers<void>();
  const started = Promise.withResolvers<void>();
  await using server = await startServer(async (_, { signal }) => {
    signal?.addEventListener("abort", () => aborted.resolve());
    started.resolve();
    await aborted.promise;
    return [];
  });
  const { id } = storeMessage(server.mailbox, `Subject: Hi\n\n${LINK}\n`);
  const client = request(new URL(`api/messages/${id}/checks/links`, server.url), { method: "POST" });
  client.on("error", () => {});
  client.end();
  await started.promise;
  client.destroy();
  await expect(aborted.promise).resolves.toBeUndefined();
});
