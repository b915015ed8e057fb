import { connect } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { startTestServer } from "../../test/support/test-http-server.ts";

const COUNT = 1_000;

test("pipelined requests are answered in order", async () => {
  await using server = await startTestServer();
  const socket = connect(Number(server.url.port), "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  let received = "";
  socket.setEncoding("latin1").on("data", (text: string) => {
    received += text;
  });
  const paths = Array.from({ length: COUNT }, (_, index) => `/api/messages/none${index}`);
  socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`).join(""));
  await vi.waitFor(() => expect(received.match(/none\d+/g)).toHaveLength(COUNT), 60_000);
  expect(received.match(/none\d+/g)).toEqual(paths.map((path) => path.slice("/api/messages/".length)));
});

test("one request of a pipeline is handled at a time, and none once the client has hung up", async () => {
  await using server = await startTestServer();
  const socket = connect(Number(server.url.port), "127.0.0.1");
  socket.on("error", () => {});
  const wait = "GET /api/messages/wait?timeout=60000 HTTP/1.1\r\nHost: localhost\r\n\r\n";
  socket.write(wait.repeat(50));
  await vi.waitFor(() => expect(server.mailbox.counts().waiters).toBe(1), 60_000);
  socket.destroy();
  await vi.waitFor(() => expect(server.mailbox.counts().waiters).toBe(0), 60_000);
});
