import { once } from "node:events";
import { type AddressInfo, connect, createServer, Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { adoptWithSharedReadBuffer } from "./shared-read-buffer.ts";

test("connections are read into the same memory, and the server counts them until they close", async () => {
  const memories: ArrayBufferLike[] = [];
  const texts: string[] = [];
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => {
    const twin = adoptWithSharedReadBuffer(socket, (chunk) => {
      memories.push(chunk.buffer);
      texts.push(chunk.toString());
      twin.end(chunk.toString());
    });
  });
  onTestFinished(() => void server.close());
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  for (const word of ["one", "two"]) {
    const client = connect(port, "127.0.0.1", () => client.write(word));
    const [answer] = await once(client.setEncoding("utf8"), "data");
    expect(answer).toBe(word);
    client.end();
    await once(client, "close");
  }
  expect(texts).toEqual(["one", "two"]);
  expect(new Set(memories).size).toBe(1);
  await new Promise((resolve) => server.close(resolve));
});

test("a socket without a handle is read as any other", () => {
  const socket = Object.assign(new Socket(), { _handle: null });
  const texts: string[] = [];
  expect(adoptWithSharedReadBuffer(socket, (chunk) => texts.push(chunk.toString()))).toBe(socket);
  socket.emit("data", Buffer.from("text"));
  expect(texts).toEqual(["text"]);
});
