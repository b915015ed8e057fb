import { join } from "node:path";
import { createTransport, type Transporter } from "nodemailer";
import { describe, expect, onTestFinished, test } from "vitest";
import { legacyVariableWarnings } from "../src/config/legacy/variables.ts";
import type { Config } from "../src/config/options.ts";
import { readConfig } from "../src/config/read-config.ts";
import { createTempFolder, runMailglass, runProcess } from "./support/run-program.ts";
import { type RunningApp, startTestApp } from "./support/running-app.ts";

/** What other ecosystems expect of something that replaces Mailpit or MailHog: their variables, commands and requests. */

async function startWith(
  variables: Readonly<Record<string, string>>,
  config: Partial<Config> = {},
): Promise<RunningApp> {
  expect(legacyVariableWarnings(variables)).toEqual([]);
  const app = await startTestApp({ ...readConfig({}, variables), smtpPort: [0], httpPort: 0, ...config });
  onTestFinished(() => app.close());
  return app;
}

type Login = { readonly user: string; readonly pass: string };

function connectAs({ smtp }: RunningApp, auth?: Login, secure = false): Transporter {
  return createTransport({
    host: "127.0.0.1",
    port: smtp.port,
    secure,
    tls: { rejectUnauthorized: false },
    ...(auth && { auth }),
  });
}

const MAIL = { from: "app@example.com", to: "ann@example.com", subject: "Hello", text: "It works." };

describe("Testcontainers for Python, Laravel Sail, Spring Boot", () => {
  test("MP_SMTP_AUTH has several logins", async () => {
    const app = await startWith({ MP_SMTP_AUTH: "u:p u2:p2", MP_SMTP_AUTH_ALLOW_INSECURE: "1" });
    await connectAs(app, { user: "u", pass: "p" }).sendMail(MAIL);
    await connectAs(app, { user: "u2", pass: "p2" }).sendMail(MAIL);
    await expect(connectAs(app, { user: "u", pass: "p2" }).sendMail(MAIL)).rejects.toThrow("535");
    await expect(connectAs(app).sendMail(MAIL)).rejects.toThrow("530");
  });

  test.each(["0", "1"])("MP_SMTP_AUTH_ACCEPT_ANY=%s: any login is accepted, and none is required", async (value) => {
    const app = await startWith({ MP_SMTP_AUTH_ACCEPT_ANY: value, MP_SMTP_AUTH_ALLOW_INSECURE: "1" });
    await connectAs(app, { user: "any", pass: "thing" }).sendMail(MAIL);
    await connectAs(app).sendMail(MAIL);
    expect(app.mailbox.counts().messages).toBe(2);
  });

  test("MP_SMTP_REQUIRE_STARTTLS refuses mail before STARTTLS", async () => {
    const stateDir = createTempFolder();
    const app = await startWith({ MP_SMTP_REQUIRE_STARTTLS: "1", MP_SMTP_TLS_CERT: "sans:localhost" }, { stateDir });
    await connectAs(app).sendMail(MAIL);
    const plain = createTransport({ host: "127.0.0.1", port: app.smtp.port, ignoreTLS: true });
    await expect(plain.sendMail(MAIL)).rejects.toThrow("530");
  });
});

test("Aspire: the probes answer, below the base path as well", async () => {
  const app = await startWith({ MP_WEBROOT: "/mail/" });
  for (const path of ["/livez", "/readyz", "/mail/livez", "/mail/readyz"])
    expect({ path, status: (await fetch(app.origin + path)).status }).toEqual({ path, status: 200 });
});

describe("programs that call sendmail: no mail is lost for an option", () => {
  test.each([
    ["-em", "-oem"],
    ["-O", "DeliveryMode=b", "-ODeliveryMode=b"],
    ["-C", "/etc/mail/sendmail.cf", "-C/etc/mail/sendmail.cf"],
    ["-Am", "-Ac"],
    ["-L", "tag", "-Ltag"],
    ["-h", "3", "-h3"],
    ["-p", "ESMTP:host", "-pESMTP:host"],
    ["-X", "/dev/null", "-X/dev/null"],
    ["-d", "-d0.1", "-dX"],
  ])("%s %s", async (...options) => {
    const app = await startTestApp();
    onTestFinished(() => app.close());
    const args = ["sendmail", ...options, "-t", "--smtp-addr", `127.0.0.1:${app.smtp.port}`];
    const result = await runMailglass(args, { input: "To: ann@example.com\nSubject: From sendmail\n\nText\n" });
    expect(result).toMatchObject({ code: 0, errors: "" });
    expect(app.mailbox.counts().messages).toBe(1);
  });
});

describe("Mailpit's API of November 2026", () => {
  test("a body that cannot be read is 400, and nothing is deleted", async () => {
    const app = await startWith({});
    await app.send(MAIL);
    for (const body of ["{", '{"IDs":', "null", "[]", '{"IDs":"x"}']) {
      const { status } = await fetch(`${app.origin}/api/v1/messages`, { method: "DELETE", body });
      expect({ body, status }).toEqual({ body, status: 400 });
    }
    expect(app.mailbox.counts().messages).toBe(1);
  });

  test("the send API refuses a wrong sender and recipients with 400", async () => {
    const app = await startWith({});
    for (const message of [{ To: [{ Email: "a@b.c" }] }, { From: { Email: "nobody" }, To: [{ Email: "a@b.c" }] }]) {
      const body = JSON.stringify(message);
      const answer = await fetch(`${app.origin}/api/v1/send`, { method: "POST", body });
      expect([answer.status, await answer.json()]).toEqual([400, { Error: "invalid From address" }]);
    }
  });

  test("`latest` names the newest message, also to release it and for a thumbnail; webui says whether there is Rspamd", async () => {
    const other = await startTestApp();
    onTestFinished(() => other.close());
    const app = await startWith({}, { relay: [`smtp://127.0.0.1:${other.smtp.port}`] });
    const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    await app.send({ ...MAIL, attachments: [{ filename: "a.png", content: png, encoding: "base64" }] });
    const release = { method: "POST", body: JSON.stringify({ To: ["bob@example.com"] }) };
    expect((await fetch(`${app.origin}/api/v1/message/latest/release`, release)).status).toBe(200);
    expect(other.mailbox.counts().messages).toBe(1);
    const thumb = await fetch(`${app.origin}/api/v1/message/latest/part/2/thumb`);
    expect([thumb.status, thumb.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
    expect(await (await fetch(`${app.origin}/api/v1/webui`)).json()).toMatchObject({ Rspamd: false });
  });

  test("a message has at most 100 tags", async () => {
    const app = await startWith({});
    await app.send(MAIL);
    const { ID: id } = (await (await fetch(`${app.origin}/api/v1/message/latest`)).json()) as { ID: string };
    const setTags = (count: number) => {
      const body = JSON.stringify({ IDs: [id], Tags: Array.from({ length: count }, (_, n) => `tag ${n}`) });
      return fetch(`${app.origin}/api/v1/tags`, { method: "PUT", body });
    };
    expect([(await setTags(100)).status, (await setTags(101)).status]).toEqual([200, 400]);
  });
});

test("a Unix socket that a killed server left behind is replaced; one that is in use is not", async () => {
  const smtpSocket = join(createTempFolder(), "smtp.sock");
  // Node removes the socket when it closes the server, a killed process does not.
  const script = `require("node:net").createServer().listen(${JSON.stringify(smtpSocket)}, () => process.kill(process.pid, "SIGKILL"))`;
  await runProcess(process.execPath, ["-e", script]);
  const app = await startTestApp({ smtpSocket });
  onTestFinished(() => app.close());
  await expect(startTestApp({ smtpSocket })).rejects.toThrow("is in use");
});
