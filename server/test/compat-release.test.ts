import { MailpitClient } from "mailpit-api";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { withoutBccJob } from "../src/mail/worker/view-jobs.ts";
import { type RunningApp, startTestApp } from "./support/running-app.ts";
import { storeMessage } from "./support/test-http-server.ts";

/** One Mailglass that releases, and one that is the target. */
let outsideServer: RunningApp;
let app: RunningApp;
let client: MailpitClient;

beforeAll(async () => {
  outsideServer = await startTestApp({ auth: ["user:pa ss"], requireAuth: true });
  app = await startTestApp({
    relay: [`smtp://user:pa%20ss@127.0.0.1:${outsideServer.smtp.port}`],
    relayFrom: "bounces@example.com",
    relayAllow: "@example\\.com$",
    relayBlock: "^boss@",
  });
  client = new MailpitClient(app.origin);
});
afterAll(async () => {
  await app.close();
  await outsideServer.close();
});
beforeEach(async () => {
  await app.mailbox.clear();
  await outsideServer.mailbox.clear();
});

const source = "From: a@example.com\r\nTo: b@example.com\r\nBcc: secret@example.com\r\nSubject: x\r\n\r\n.dot\r\n";

async function sendAndGetId(): Promise<string> {
  await app.send(source.replaceAll("\r\n", "\n"));
  return app.mailbox.list({ limit: 1 }).items[0]?.id ?? "";
}

test("Mailpit's release sends to the configured server, without the Bcc field, byte for byte", async () => {
  const id = await sendAndGetId();
  expect(await client.releaseMessage(id, { To: ["to@example.com", "too@example.com"] })).toBe("ok");
  const [message] = outsideServer.mailbox.list({ limit: 1 }).items;
  expect(message?.open()?.mail().raw().toString()).toBe(source.replace("Bcc: secret@example.com\r\n", ""));
  expect(message?.envelope).toMatchObject({
    from: { address: "bounces@example.com" },
    to: [{ address: "to@example.com" }, { address: "too@example.com" }],
    auth: { user: "user" },
  });
  expect(await client.getConfiguration()).toMatchObject({
    MessageRelay: {
      Enabled: true,
      SMTPServer: `127.0.0.1:${outsideServer.smtp.port}`,
      AllowedRecipients: "@example\\.com$",
    },
  });
});

test("recipients that the operator does not let through get nothing, nor does anybody with them", async () => {
  const id = await sendAndGetId();
  for (const stranger of ["x@elsewhere.test", "boss@example.com", "", "a@example.com\r\nRCPT TO:<x@elsewhere.test>"]) {
    await expect(client.releaseMessage(id, { To: ["fine@example.com", stranger] })).rejects.toThrow("400");
  }
  await expect(client.releaseMessage(id, { To: [] })).rejects.toThrow("400");
  expect(outsideServer.mailbox.counts().received).toBe(1);
});

test("MailHog's release may name that server, and no other", async () => {
  const id = await sendAndGetId();
  const release = async (Host: string, Port: number) => {
    const body = JSON.stringify({ Host, Port: String(Port), Email: "to@example.com" });
    return (await fetch(`${app.origin}/api/v1/messages/${id}/release`, { method: "POST", body })).status;
  };
  expect(await release("127.0.0.1", outsideServer.smtp.port)).toBe(200);
  expect(await release("127.0.0.1", outsideServer.http.port)).toBe(400);
  expect(await release("localhost", outsideServer.smtp.port)).toBe(400);
  await outsideServer.mailbox.faults.add({ on: "rcpt", reply: "550 5.1.1 No such user", times: 1 });
  expect(await release("127.0.0.1", outsideServer.smtp.port)).toBe(500);
});

test("a large message is released byte for byte, without its Bcc field, and read in the worker", async () => {
  const load = vi.spyOn(withoutBccJob, "load");
  const lines = `${"x".repeat(70)}\r\n.dot\r\n`.repeat(100_000);
  const fields = `Bcc: secret@example.com\r\n${"X-Field: value\r\n".repeat(2_000)}`;
  const raw = Buffer.from(`From: a@example.com\r\n${fields}\r\n${lines}`);
  const { id } = storeMessage(app.mailbox, raw);
  expect(await client.releaseMessage(id, { To: ["to@example.com"] })).toBe("ok");
  const [message] = outsideServer.mailbox.list({ limit: 1 }).items;
  const expected = raw.toString().replace("Bcc: secret@example.com\r\n", "");
  expect(message?.open()?.mail().raw().toString() === expected).toBe(true);
  expect(load).not.toHaveBeenCalled();
});
