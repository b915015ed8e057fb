import { symlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { createClient } from "@mailglass/shared/client";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import {
  CLI_PATH,
  createExecutable,
  createTempFolder,
  isInstalled,
  runMailglass,
  runProcess,
} from "./support/run-program.ts";
import { type RunningApp, startTestApp } from "./support/running-app.ts";

/** Generous, because each test starts programs. */
vi.setConfig({ testTimeout: 60_000 });

/** `mailglass sendmail`, called by programs that use a sendmail. */

let app: RunningApp;
let env: Record<string, string>;

beforeAll(async () => {
  app = await startTestApp();
  env = { MAILGLASS_SENDMAIL_SMTP_ADDR: `127.0.0.1:${app.smtp.port}` };
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.mailbox.clear();
});

async function latestMessage() {
  const client = createClient({ url: app.origin });
  const message = await client.getLatestMessage();
  const source = Buffer.from(await client.getRaw({ params: { id: message.id } })).toString("latin1");
  return { sender: message.sender, recipients: message.recipients, envelope: message.envelope, source };
}

test("the message goes to its recipients, without Bcc: and with CRLF; no other byte changes", async () => {
  const header = "From: jo@example.com\nDate: Mon, 1 Jan 2024 10:00:00 +0000\nMessage-ID: <1@example.com>\n";
  const input = Buffer.from(`${header}To: Ann <ann@example.com>\nBcc: eve@example.com\n\ncaf\xe9\n.\nend\n`, "latin1");
  expect(await runMailglass(["sendmail", "-t", "-i", "-f", "bounce@example.com"], { input, env })).toMatchObject({
    code: 0,
    errors: "",
  });
  expect(await latestMessage()).toMatchObject({
    sender: "bounce@example.com",
    recipients: ["ann@example.com", "eve@example.com"],
    source: `${header}To: Ann <ann@example.com>\n\ncaf\xe9\n.\nend\n`.replaceAll("\n", "\r\n"),
  });
});

test("cron's way of calling it: -i -FCronDaemon -B8BITMIME -oem root", async () => {
  const input = 'From: "(Cron Daemon)" <root>\nTo: root\nSubject: Cron <root@host> date\n\nMon Jan  1\n.\n';
  expect(
    await runMailglass(["sendmail", "-i", "-FCronDaemon", "-B8BITMIME", "-oem", "root"], { input, env }),
  ).toMatchObject({ code: 0 });
  const { recipients, source } = await latestMessage();
  expect(recipients).toEqual([`root@${hostname()}`]);
  expect(source).toMatch(/\r\nMon Jan {2}1\r\n\.\r\n$/);
});

test("without -i a lone dot ends the message", async () => {
  await runMailglass(["sendmail", "ann@example.com"], { input: "Subject: dot\n\nbefore\n.\nafter\n", env });
  expect((await latestMessage()).source).toMatch(/\r\n\r\nbefore\r\n$/);
});

test("without arguments the header says who gets it, with arguments it does not", async () => {
  const input = "To: ann@example.com\nCc: bob@example.com\nBcc: eve@example.com\nSubject: Hi\n\n";
  expect(await runMailglass(["sendmail", "-i"], { input, env })).toMatchObject({ code: 0 });
  const { recipients, source } = await latestMessage();
  expect(recipients).toEqual(["ann@example.com", "bob@example.com", "eve@example.com"]);
  expect(source).not.toContain("eve");
  expect(await runMailglass(["sendmail", "--", "zoe@example.com"], { input, env })).toMatchObject({ code: 0 });
  expect((await latestMessage()).recipients).toEqual(["zoe@example.com"]);
});

test("-N, -R and -V ask for notifications (RFC 3461)", async () => {
  const args = ["sendmail", "-N", "success,delay", "-R", "hdrs", "-V", "id-1", "ann@example.com"];
  await runMailglass(args, { input: "Subject: dsn\n\n", env });
  expect((await latestMessage()).envelope).toMatchObject({
    from: {
      parameters: expect.arrayContaining([
        { keyword: "RET", value: "HDRS" },
        { keyword: "ENVID", value: "id-1" },
      ]),
    },
    to: [{ parameters: expect.arrayContaining([{ keyword: "NOTIFY", value: "SUCCESS,DELAY" }]) }],
  });
});

test("-bs passes a conversation through", async () => {
  const input = "EHLO me\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nSubject: bs\r\n\r\n.\r\nQUIT\r\n";
  const { code, out } = await runMailglass(["sendmail", "-bs"], { input, env });
  expect(code).toBe(0);
  expect(out.toString()).toMatch(/^220 [\s\S]*\r\n354 [^\r\n]*\r\n250 [^\r\n]*\r\n221 [^\r\n]*\r\n$/);
  expect((await latestMessage()).source).toBe("Subject: bs\r\n\r\n");
});

test("a server that is not there is one line and EX_UNAVAILABLE; no recipient is a misuse", async () => {
  const away = await runMailglass(["sendmail", "-S", "127.0.0.1:1", "ann@example.com"], { input: "\n" });
  expect(away).toMatchObject({ code: 69, errors: expect.stringMatching(/^mailglass sendmail: .*ECONNREFUSED.*\n$/) });
  expect(await runMailglass(["sendmail"], { env })).toMatchObject({
    code: 2,
    errors: expect.stringContaining("needs a recipient"),
  });
});

test("a user without a name, as in containers, is no obstacle", async () => {
  const nameless = `import os from "node:os"; import { syncBuiltinESMExports } from "node:module";
    os.userInfo = () => { throw new Error("no entry in /etc/passwd"); }; syncBuiltinESMExports();`;
  const args = ["--conditions=source", "--import", `data:text/javascript,${encodeURIComponent(nameless)}`, CLI_PATH];
  expect(await runProcess(process.execPath, [...args, "--version"])).toMatchObject({ code: 0 });
  const input = "To: ann@example.com\n\n";
  expect(await runProcess(process.execPath, [...args, "sendmail", "-t"], { input, env })).toMatchObject({ code: 0 });
  expect((await latestMessage()).sender).toBe(`nobody@${hostname()}`);
});

test("a link named sendmail is a sendmail", async () => {
  const link = join(createTempFolder(), "sendmail");
  symlinkSync(CLI_PATH, link);
  const input = "To: ann@example.com\nSubject: by link\n\n";
  expect(await runProcess(process.execPath, ["--conditions=source", link, "-t"], { input, env })).toMatchObject({
    code: 0,
  });
  expect((await latestMessage()).source).toContain("Subject: by link");
});

test.skipIf(!isInstalled("php", "-v"))("PHP's mail()", async () => {
  const script = `exit(mail("Ann <ann@example.com>", "Grüße", "Hello\\n.\\nbye", "From: jo@example.com\\r\\nCc: bob@example.com", "-fbounce@example.com") ? 0 : 1);`;
  const sendmail = `sendmail_path=${createExecutable()} sendmail -t -i`;
  expect(await runProcess("php", ["-d", sendmail, "-r", script], { env })).toMatchObject({ code: 0 });
  const { sender, recipients, source } = await latestMessage();
  expect(sender).toBe("bounce@example.com");
  expect(recipients).toEqual(["ann@example.com", "bob@example.com"]);
  expect(source).toContain("Hello\r\n.\r\nbye");
  const away = { env: { MAILGLASS_SENDMAIL_SMTP_ADDR: "127.0.0.1:1" } };
  expect((await runProcess("php", ["-d", sendmail, "-r", script], away)).code).toBe(1);
});

test.skipIf(!isInstalled("git", "send-email", "--dump-aliases"))("git send-email", async () => {
  const cwd = createTempFolder();
  const git = (...args: string[]) =>
    runProcess("git", ["-c", "user.name=Jo", "-c", "user.email=jo@example.com", ...args], { cwd, env });
  await git("init", "-q");
  writeFileSync(join(cwd, "a.txt"), "From here\n");
  await git("add", ".");
  await git("commit", "-qm", "Say whence");
  await git("format-patch", "-q", "--root");
  const command = `--sendmail-cmd=${createExecutable()} sendmail -i`;
  const sent = await git(
    "send-email",
    "--quiet",
    "--confirm=never",
    command,
    "--to=ann@example.com",
    "0001-Say-whence.patch",
  );
  expect(sent).toMatchObject({ code: 0 });
  expect(await latestMessage()).toMatchObject({
    recipients: expect.arrayContaining(["ann@example.com"]),
    source: expect.stringContaining("Subject: [PATCH] Say whence\r\n"),
  });
});

test.skipIf(!isInstalled("mutt", "-v"))("mutt", async () => {
  const home = createTempFolder();
  const config = join(home, "muttrc");
  writeFileSync(
    config,
    `set sendmail="${createExecutable()} sendmail"\nset copy=no\nset from=jo@example.com\nset use_envelope_from=yes\n`,
  );
  const args = ["-F", config, "-s", "From mutt", "-c", "bob@example.com", "ann@example.com"];
  expect(await runProcess("mutt", args, { input: "Hello\n", env: { ...env, HOME: home } })).toMatchObject({ code: 0 });
  expect(await latestMessage()).toMatchObject({
    sender: "jo@example.com",
    recipients: ["ann@example.com", "bob@example.com"],
    source: expect.stringContaining("Subject: From mutt\r\n"),
  });
});
