import { MailpitClient } from "mailpit-api";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { readConfig } from "../src/config/read-config.ts";
import { releasedSourceJob } from "../src/mail/worker/view-jobs.ts";
import { createTempFolder } from "./support/run-program.ts";
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
  const load = vi.spyOn(releasedSourceJob, "load");
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

async function releaseWith(source: string, variables: Readonly<Record<string, string>>): Promise<string> {
  const { smtp } = outsideServer;
  const relay = { MP_SMTP_RELAY_HOST: "127.0.0.1", MP_SMTP_RELAY_PORT: String(smtp.port), ...variables };
  const login = { MP_SMTP_RELAY_USERNAME: "user", MP_SMTP_RELAY_PASSWORD: "pa ss", MP_SMTP_RELAY_AUTH: "login" };
  const edited = await startTestApp({ ...readConfig({}, { ...relay, ...login }), smtpPort: [0], httpPort: 0 });
  onTestFinished(() => edited.close());
  await edited.send(source);
  const [latest] = edited.mailbox.list({ limit: 1 }).items;
  expect(await new MailpitClient(edited.origin).releaseMessage(latest?.id ?? "", { To: ["to@example.com"] })).toBe(
    "ok",
  );
  const [message] = outsideServer.mailbox.list({ limit: 1 }).items;
  expect(message?.envelope.from.address).toBe(variables["MP_SMTP_RELAY_OVERRIDE_FROM"] ?? "sender@example.com");
  return message?.open()?.mail().raw().toString() ?? "";
}

test("Mailpit's relay variables change the subject and the author of released mail", async () => {
  const variables = { MP_SMTP_RELAY_SUBJECT_PREFIX: " [staging] ", MP_SMTP_RELAY_OVERRIDE_FROM: "qa@example.com" };
  const mail =
    "From: =?utf-8?Q?J=C3=B6?= <jo@example.com>\nBcc: x@example.com\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\nTo: b@example.com\n\nText\n";
  expect(await releaseWith(mail, variables)).toBe(
    [
      "From: =?UTF-8?Q?J=C3=B6?= <qa@example.com>",
      "X-Original-From: jo@example.com",
      "Subject: [staging] =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=",
      "To: b@example.com",
      "",
      "Text",
      "",
    ].join("\r\n"),
  );
  expect(await releaseWith("To: b@example.com\n\nText\n", variables)).toBe(
    "Subject: [staging]\r\nFrom: qa@example.com\r\nTo: b@example.com\r\n\r\nText\r\n",
  );
  expect(await releaseWith("Subject: x\n\nText\n", {})).toBe("Subject: x\r\n\r\nText\r\n");
});

test("Mailpit's relay allows recipients by an expression that Go reads", async () => {
  const variables = { MP_SMTP_RELAY_ALLOWED_RECIPIENTS: "(?i)^TO@EXAMPLE\\.com$" };
  expect(await releaseWith("Subject: x\n\nText\n", variables)).toBe("Subject: x\r\n\r\nText\r\n");
});

test("Mailpit's relay may require STARTTLS, and accept any certificate", async () => {
  const secure = await startTestApp({ tls: "auto", stateDir: createTempFolder() });
  onTestFinished(() => secure.close());
  const release = async (target: RunningApp, variables: Readonly<Record<string, string>>) => {
    const relay = { MP_SMTP_RELAY_HOST: "127.0.0.1", MP_SMTP_RELAY_PORT: String(target.smtp.port), ...variables };
    const sender = await startTestApp({ ...readConfig({}, relay), smtpPort: [0], httpPort: 0 });
    onTestFinished(() => sender.close());
    await sender.send("Subject: x\n\nText\n");
    const request = { method: "POST", body: JSON.stringify({ To: ["to@example.com"] }) };
    return (await fetch(`${sender.origin}/api/v1/message/latest/release`, request)).status;
  };
  const plain = await startTestApp();
  onTestFinished(() => plain.close());
  expect(await release(plain, { MP_SMTP_RELAY_STARTTLS: "true" })).toBe(400);
  expect(await release(secure, { MP_SMTP_RELAY_STARTTLS: "true" })).toBe(400);
  expect(await release(secure, { MP_SMTP_RELAY_STARTTLS: "true", MP_SMTP_RELAY_ALLOW_INSECURE: "true" })).toBe(200);
});

test("a release that the server refuses for one recipient of several is reported", async () => {
  const id = await sendAndGetId();
  await outsideServer.mailbox.faults.add({ on: "rcpt", reply: "550 5.1.1 No such user", times: 1 });
  await expect(client.releaseMessage(id, { To: ["gone@example.com", "to@example.com"] })).rejects.toThrow("400");
});
