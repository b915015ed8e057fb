import { once } from "node:events";
import { connect, createServer } from "node:net";
import { networkInterfaces } from "node:os";
import type { MessageList } from "@mailglass/shared";
import { createTransport } from "nodemailer";
import { expect, onTestFinished, test } from "vitest";
import { startTestApp } from "./support/running-app.ts";

/** Programs reach `localhost` as ::1 or as 127.0.0.1: the default listens on both. */

const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((one) => one?.address === "::1");

const ADDRESSES = ["127.0.0.1", "::1"];

test.skipIf(!hasIpv6).each(ADDRESSES)("mail and requests arrive on %s", async (address) => {
  const app = await startTestApp();
  onTestFinished(() => app.close());
  const transport = createTransport({ host: address, port: app.smtp.port });
  onTestFinished(() => transport.close());
  await transport.sendMail({ from: "jo@example.com", to: "ann@example.com", subject: address, text: "Hello" });
  const host = address.includes(":") ? `[${address}]` : address;
  const response = await fetch(`http://${host}:${app.http.port}/api/messages`);
  // The schema of the API has its own tests.
  const { items } = (await response.json()) as MessageList;
  expect(items.map(({ subject }) => subject)).toEqual([address]);
});

test.skipIf(!hasIpv6)("a WebSocket opens on ::1, and ends with the server", async () => {
  const app = await startTestApp();
  const socket = new WebSocket(`ws://[::1]:${app.http.port}/api/stream`);
  await once(socket, "open");
  const closed = once(socket, "close");
  await app.close();
  await closed;
  const refused = once(connect(app.http.port, "::1"), "error");
  expect((await refused)[0]).toMatchObject({ code: "ECONNREFUSED" });
});

test.skipIf(!hasIpv6).each(ADDRESSES)("a port in use on %s is an error that names the port", async (address) => {
  const other = createServer().listen(0, address);
  await once(other, "listening");
  onTestFinished(() => void other.close());
  const bound = other.address();
  const port = typeof bound === "object" ? (bound?.port ?? 0) : 0;
  await expect(startTestApp({ smtpPort: [port] })).rejects.toThrow(`Port ${port} on localhost is in use`);
  await expect(startTestApp({ httpPort: port })).rejects.toThrow(`Port ${port} on localhost is in use`);
});
