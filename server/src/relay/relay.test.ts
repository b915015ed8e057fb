import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { createRelay } from "./relay.ts";

/** Starts an SMTP server that refuses every recipient with this reply. Returns its port. */
async function startRefusing(reply: string): Promise<number> {
  const server = createServer((socket) => {
    socket.write("220 ready\r\n");
    const lines = createInterface({ input: socket });
    lines.on("line", (line) => socket.write(line.startsWith("RCPT") ? `${reply}\r\n` : "250 OK\r\n"));
    socket.on("error", () => {});
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test("of a long reply, the beginning is reported", async () => {
  const port = await startRefusing(`550 ${"no ".repeat(100_000)}`);
  const login = { user: "", password: "", mechanism: null };
  const connection = { secure: false, requireStartTls: false, verify: true };
  const release = createRelay({
    upstreams: [{ name: "x", host: "127.0.0.1", port, email: "", ...login, ...connection }],
    returnPath: null,
    allowedRecipients: null,
    blockedRecipients: null,
    ownSmtp: { host: "127.0.0.1", port: 1, tls: "none" },
  });
  const source = [Buffer.from("Subject: x\r\n\r\n")];
  const outcome = await release(source, { from: "a@example.com", to: ["b@example.com"], upstream: null });
  expect(outcome).toMatchObject({ type: "failed", reason: expect.stringContaining("550 no no") });
  expect(outcome.type === "failed" ? outcome.reason.length : 0).toBeLessThan(1_100);
});
