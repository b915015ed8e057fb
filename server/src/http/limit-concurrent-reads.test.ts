import fastify, { type FastifyRequest } from "fastify";
import { expect, onTestFinished, test, vi } from "vitest";
import { limitConcurrentReads } from "./limit-concurrent-reads.ts";

/** A server whose responses end when the test says so. */
function createApp(count?: number) {
  const app = fastify();
  onTestFinished(() => app.close());
  limitConcurrentReads(app, count);
  /** Ends the response to a URL. */
  const open = new Map<string, () => void>();
  const respond = ({ url }: FastifyRequest) => new Promise((resolve) => open.set(url, () => resolve({})));
  app.get("/messages/:id", respond);
  app.get("/messages", respond);
  return { app, open };
}

test("requests for messages wait while the limit is reached, and are answered in order; other requests do not wait", async () => {
  const { app, open } = createApp(2);
  const all = Promise.all(
    ["/messages/1", "/messages/2", "/messages/3", "/messages/4", "/messages"].map((url) => app.inject(url)),
  );
  const areOpen = (...numbers: number[]) =>
    vi.waitFor(() =>
      expect([...open.keys()].sort()).toEqual(["/messages", ...numbers.map((number) => `/messages/${number}`)]),
    );
  await areOpen(1, 2);
  open.get("/messages")?.();
  open.get("/messages/2")?.();
  await areOpen(1, 2, 3);
  open.get("/messages/1")?.();
  await areOpen(1, 2, 3, 4);
  for (const end of open.values()) end();
  expect((await all).map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200]);
});

test("a response that is not read counts for ten seconds", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const { app, open } = createApp(1);
  const first = app.inject("/messages/1");
  const second = app.inject("/messages/2");
  await expect.poll(() => open.size).toBe(1);
  vi.advanceTimersByTime(10_000);
  await expect.poll(() => open.size).toBe(2);
  for (const end of open.values()) end();
  expect((await Promise.all([first, second])).map(({ statusCode }) => statusCode)).toEqual([200, 200]);
});

test("without a limit, none waits", async () => {
  const { app, open } = createApp();
  const all = Promise.all(Array.from({ length: 50 }, (_, index) => app.inject(`/messages/${index}`)));
  await vi.waitFor(() => expect(open.size).toBe(50));
  for (const end of open.values()) end();
  await all;
});
