import { expect, test, vi } from "vitest";
import { createTestServer, storeMessage } from "../../test/support/test-http-server.ts";

/** Milliseconds for reading a message: a store can be slow. */
const READ_MS = 0.5;
/** Messages that are read in one turn of the event loop at most: those of two milliseconds, with a margin. */
const MAX_READ = 20;

test.each(["mbox", "zip"])("a %s of many short messages is created in time slices", async (format) => {
  await using server = await createTestServer();
  let read = 0;
  let longest = 0;
  for (let number = 0; number < 100; number++) storeMessage(server.mailbox, Buffer.from(`Subject: ${number}\r\n\r\nx`));
  const messages = server.mailbox.handles();
  for (const message of messages) {
    const source = message.firstBytes(message.size);
    vi.spyOn(message, "firstBytes").mockImplementation(() => {
      const start = performance.now();
      while (performance.now() - start < READ_MS);
      if (read++ === 0) setImmediate(() => (read = 0));
      longest = Math.max(longest, read);
      return source;
    });
  }
  vi.spyOn(server.mailbox, "handles").mockReturnValue(messages);
  const { body } = await server.app.inject(`/api/messages/export?format=${format}`);
  for (const number of messages.keys()) expect(body).toContain(`Subject: ${number}\r\n`);
  expect(longest).toBeLessThanOrEqual(MAX_READ);
});
