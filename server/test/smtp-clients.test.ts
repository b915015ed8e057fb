import { spawn, spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createSmtpServer, type IncomingMessage, type SmtpServerOptions, type SmtpSession } from "../src/smtp/smtp.ts";

/** Third-party clients over real sockets. Each is skipped, by name, if its program is not installed. */

function hasProgram(program: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
}

interface Catcher {
  readonly port: number;
  readonly tlsPort: number;
  readonly lmtpPort: number;
  readonly messages: IncomingMessage[];
  /** Sessions that have ended. */
  readonly sessions: SmtpSession[];
}

async function openCatcher(options: SmtpServerOptions = {}): Promise<Catcher> {
  const messages: IncomingMessage[] = [];
  const sessions: SmtpSession[] = [];
  const server = createSmtpServer({
    hostname: "mx.example",
    tls: "auto",
    ...options,
    hooks: {
      onMessage: (message) => void messages.push(message),
      onSessionClose: (session) => void sessions.push(session),
    },
  });
  onTestFinished(() => server.close());
  const port = async (kind: "smtp" | "smtps" | "lmtp") => {
    const where = await server.listen({ port: 0, kind });
    return "port" in where ? where.port : 0;
  };
  return { port: await port("smtp"), tlsPort: await port("smtps"), lmtpPort: await port("lmtp"), messages, sessions };
}

/** Runs a program until it exits. Resolves to its output; rejects if it failed. */
async function runClient(program: string, args: readonly string[], input = ""): Promise<string> {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const code = await new Promise((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(`${program} ended with ${String(code)}: ${output}`);
  return output;
}

function clientLines({ sessions }: Catcher): string[] {
  const lines = sessions.flatMap((session) => session.details().transcript);
  return lines.filter(({ kind }) => kind === "client").map(({ text }) => text);
}

/** The codes of the errors and warnings of the only session. */
async function warningsOf({ sessions }: Catcher): Promise<string[]> {
  await vi.waitFor(() => expect(sessions.length).toBe(1), 20_000);
  const findings = sessions[0]?.details().findings ?? [];
  return findings.filter(({ severity }) => severity !== "info").map(({ code }) => code);
}

function messageSource(message: IncomingMessage | undefined): string {
  return Buffer.concat(message?.raw ?? []).toString("utf8");
}

const ACCOUNT: SmtpServerOptions = { auth: { users: { jo: "secret" }, required: true } };

describe.skipIf(!hasProgram("python3"))("Python smtplib", () => {
  const python = (catcher: Catcher, script: string) =>
    runClient("python3", [
      "-c",
      `import smtplib, ssl\nfrom email.message import EmailMessage\nPORT, TLS, LMTP = ${catcher.port}, ${catcher.tlsPort}, ${catcher.lmtpPort}\n${script}`,
    ]);

  test("STARTTLS and send_message with SMTPUTF8", async () => {
    const catcher = await openCatcher();
    await python(
      catcher,
      `
m = EmailMessage(); m["Subject"] = "Grüße"; m["From"] = "jürgen@grün.example"; m["To"] = "пример@пример.example"; m.set_content("Hallo\\n.dot\\n")
with smtplib.SMTP("127.0.0.1", PORT) as s:
    s.starttls(context=ssl._create_unverified_context()); s.send_message(m)`,
    );
    expect(catcher.messages[0]?.envelope).toMatchObject({
      from: { address: "jürgen@grün.example" },
      to: [{ address: "пример@пример.example" }],
      tls: { implicit: false },
    });
    expect(messageSource(catcher.messages[0])).toContain("\r\n.dot\r\n");
    expect(clientLines(catcher)).toContain("STARTTLS");
    expect(clientLines(catcher).at(-1)).toBe("QUIT");
  });

  test.each(["PLAIN", "LOGIN", "CRAM-MD5"])("SMTP_SSL and login with %s", async (mechanism) => {
    const catcher = await openCatcher(ACCOUNT);
    await python(
      catcher,
      `
with smtplib.SMTP_SSL("127.0.0.1", TLS, context=ssl._create_unverified_context()) as s:
    s.ehlo(); s.esmtp_features["auth"] = "${mechanism}"; s.login("jo", "secret")
    s.sendmail("a@b.example", ["c@d.example"], b"x")`,
    );
    expect(catcher.messages[0]?.envelope).toMatchObject({ auth: { mechanism, user: "jo" }, tls: { implicit: true } });
    expect(clientLines(catcher).join("\n")).not.toMatch(/c2VjcmV0|AGpvAHNlY3JldA/);
  });

  test("a wrong password is refused", async () => {
    const catcher = await openCatcher(ACCOUNT);
    await expect(python(catcher, `s = smtplib.SMTP("127.0.0.1", PORT)\ns.login("jo", "wrong")`)).rejects.toThrow("535");
  });

  test("LMTP", async () => {
    const catcher = await openCatcher();
    await python(
      catcher,
      `
with smtplib.LMTP("127.0.0.1", LMTP) as s: s.sendmail("a@b.example", ["c@d.example"], b"x")`,
    );
    expect(catcher.messages[0]?.envelope.greeting).toBe("LHLO");
  });
});

describe.skipIf(!hasProgram("swaks"))("swaks", () => {
  const swaks = (catcher: Catcher, ...args: string[]) =>
    runClient("swaks", [
      "--server",
      `127.0.0.1:${catcher.port}`,
      "--to",
      "c@d.example",
      "--from",
      "a@b.example",
      "--helo",
      "me.example",
      ...args,
    ]);

  test("--pipeline sends groups, which is no finding", async () => {
    const catcher = await openCatcher();
    await swaks(catcher, "--pipeline");
    expect(await warningsOf(catcher)).toEqual([]);
    expect(clientLines(catcher)).toEqual([
      "EHLO me.example",
      "MAIL FROM:<a@b.example>",
      "RCPT TO:<c@d.example>",
      "DATA",
      "QUIT",
    ]);
  });

  /** Swaks uses this Perl module, and Debian's package does not depend on it. */
  const knowsTls = () => /TLS supported/.test(spawnSync("sh", ["-c", "swaks --support"], { encoding: "utf8" }).stdout);

  test.skipIf(!knowsTls())("--tls", async () => {
    const catcher = await openCatcher();
    await swaks(catcher, "--tls");
    expect(catcher.messages[0]?.envelope.tls?.implicit).toBe(false);
  });

  test.each(["PLAIN", "LOGIN", "CRAM-MD5"])("--auth %s", async (mechanism) => {
    const catcher = await openCatcher(ACCOUNT);
    await swaks(catcher, "--auth", mechanism, "--auth-user", "jo", "--auth-password", "secret");
    expect(catcher.messages[0]?.envelope.auth).toEqual({ mechanism, user: "jo" });
  });

  test("what it says to LMTP", async () => {
    const catcher = await openCatcher();
    await runClient("swaks", [
      "--protocol",
      "LMTP",
      "--server",
      `127.0.0.1:${catcher.lmtpPort}`,
      "--to",
      "c@d.example,e@f.example",
      "--from",
      "a@b.example",
    ]);
    expect(catcher.messages[0]?.envelope.to.length).toBe(2);
  });
});

describe.skipIf(!hasProgram("curl"))("curl", () => {
  const curl = (url: string, ...args: string[]) =>
    runClient(
      "curl",
      ["-sS", "--insecure", url, "--mail-from", "a@b.example", "--mail-rcpt", "c@d.example", "-T", "-", ...args],
      "Subject: x\r\n\r\n.\r\ny\r\n",
    );

  test("smtp, with a line of one dot", async () => {
    const catcher = await openCatcher();
    await curl(`smtp://127.0.0.1:${catcher.port}/me.example`);
    expect(messageSource(catcher.messages[0])).toBe("Subject: x\r\n\r\n.\r\ny\r\n");
  });

  test("smtps, and --ssl-reqd", async () => {
    const catcher = await openCatcher();
    await curl(`smtps://127.0.0.1:${catcher.tlsPort}/me.example`);
    await curl(`smtp://127.0.0.1:${catcher.port}/me.example`, "--ssl-reqd");
    expect(catcher.messages.map(({ envelope }) => envelope.tls?.implicit)).toEqual([true, false]);
  });

  test.each(["XOAUTH2", "OAUTHBEARER"])("%s", async (mechanism) => {
    const catcher = await openCatcher({ auth: { mechanisms: [mechanism] } });
    await curl(`smtp://jo@127.0.0.1:${catcher.port}/me.example`, "--oauth2-bearer", "token");
    expect(catcher.messages[0]?.envelope.auth).toEqual({ mechanism, user: "jo" });
  });
});

describe.skipIf(!hasProgram("msmtp"))("msmtp", () => {
  test.each(["plain", "login", "cram-md5", "scram-sha-256"])(
    "delivers with auth %s over STARTTLS",
    async (mechanism) => {
      const catcher = await openCatcher(ACCOUNT);
      const folder = await mkdtemp(join(tmpdir(), "msmtp-"));
      onTestFinished(() => rm(folder, { recursive: true }));
      const config = join(folder, "msmtprc");
      await writeFile(
        config,
        `account default\nhost 127.0.0.1\nport ${catcher.port}\nfrom a@b.example\ntls on\ntls_certcheck off\nauth ${mechanism}\nuser jo\npassword secret\n`,
        { mode: 0o600 },
      );
      await runClient("msmtp", ["-C", config, "c@d.example"], "Subject: x\n\n.y\n");
      expect(catcher.messages[0]?.envelope.auth).toEqual({ mechanism: mechanism.toUpperCase(), user: "jo" });
      expect(messageSource(catcher.messages[0])).toContain("\r\n.y\r\n");
    },
  );
});

describe.skipIf(!hasProgram("openssl"))("openssl", () => {
  test("s_client -starttls smtp", async () => {
    const catcher = await openCatcher();
    const lines = "EHLO me.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n";
    const args = ["s_client", "-starttls", "smtp", "-connect", `127.0.0.1:${catcher.port}`, "-quiet", "-ign_eof"];
    await runClient("openssl", args, `${lines}x\r\n.\r\nQUIT\r\n`);
    expect(messageSource(catcher.messages[0])).toBe("x\r\n");
    const findings = catcher.sessions[0]?.details().findings.map(({ code }) => code);
    expect(findings).toContain("pipelined-past-wait");
  });
});

describe.skipIf(!hasProgram("smtp-source"))("smtp-source", () => {
  test.each([
    ["a connection each", [], 20],
    ["kept connections", ["-d"], 5],
  ] as const)("%s", async (_name, args, most) => {
    const catcher = await openCatcher();
    await runClient("smtp-source", [...args, "-s", "5", "-m", "20", "-l", "2000", `127.0.0.1:${catcher.port}`]);
    expect(catcher.messages.length).toBe(20);
    expect(catcher.sessions.length).toBeLessThanOrEqual(most);
  });

  test("LMTP with -L", async () => {
    const catcher = await openCatcher();
    await runClient("smtp-source", ["-L", "-m", "3", "-r", "2", `127.0.0.1:${catcher.lmtpPort}`]);
    expect(catcher.messages.map(({ envelope }) => [envelope.greeting, envelope.to.length])).toEqual(
      Array.from({ length: 3 }, () => ["LHLO", 2]),
    );
  });
});

describe("nodemailer", () => {
  test("a pool sends over few connections", async () => {
    const catcher = await openCatcher();
    const transport = createTransport({
      host: "127.0.0.1",
      port: catcher.port,
      pool: true,
      maxConnections: 2,
      tls: { rejectUnauthorized: false },
    });
    const mail = { from: "a@b.example", to: "c@d.example", subject: "x", text: ".y" };
    await Promise.all(Array.from({ length: 10 }, () => transport.sendMail(mail)));
    transport.close();
    expect(catcher.messages.length).toBe(10);
    expect(new Set(catcher.messages.map(({ session }) => session.id)).size).toBeLessThanOrEqual(2);
  });

  test("DKIM-signed mail comes byte for byte, with DSN parameters", async () => {
    const catcher = await openCatcher({ hideExtensions: ["STARTTLS"] });
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const dkim = {
      domainName: "b.example",
      keySelector: "s",
      privateKey: privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
    };
    const mail = {
      from: "a@b.example",
      to: "c@d.example",
      subject: "Grüße",
      text: ".\n..dots\nblanks at the end  \n\n\n",
      // Everything that would differ each time the message is composed; the RSA signature does not.
      date: new Date(0),
      messageId: "<1@b.example>",
    };
    const made = await createTransport({ streamTransport: true, buffer: true, newline: "windows", dkim }).sendMail(
      mail,
    );
    const dsn = { id: "x1", return: "headers", notify: ["failure"], recipient: "c@d.example" };
    await createTransport({ host: "127.0.0.1", port: catcher.port, dkim }).sendMail({ ...mail, dsn });
    expect(messageSource(catcher.messages[0])).toMatch(/^DKIM-Signature: /);
    expect(Buffer.concat(catcher.messages[0]?.raw ?? [])).toEqual(made.message);
    expect(catcher.messages[0]?.envelope.from.parameters).toContainEqual({ keyword: "ENVID", value: "x1" });
    expect(catcher.messages[0]?.envelope.to[0]?.parameters).toContainEqual({ keyword: "NOTIFY", value: "FAILURE" });
  });
});

describe("a well-formed session has no warnings", () => {
  const MESSAGE = "From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\n\r\ntext\r\n";
  const PYTHON = `
import smtplib, sys
with smtplib.SMTP("127.0.0.1", int(sys.argv[1])) as s: s.sendmail("a@b.example", ["c@d.example"], sys.stdin.read())`;

  test.each<readonly [program: string, args: (port: number) => readonly string[]]>([
    ["python3", (port) => ["-c", PYTHON, String(port)]],
    ["swaks", (port) => ["--server", `127.0.0.1:${port}`, "--from", "a@b.example", "--to", "c@d.example"]],
    [
      "curl",
      (port) => [
        "-sS",
        `smtp://127.0.0.1:${port}`,
        "--mail-from",
        "a@b.example",
        "--mail-rcpt",
        "c@d.example",
        "--upload-file",
        "-",
      ],
    ],
    ["msmtp", (port) => ["--host=127.0.0.1", `--port=${port}`, "--from=a@b.example", "c@d.example"]],
  ])("%s", async (program, args) => {
    if (!hasProgram(program)) return;
    const catcher = await openCatcher({ hideExtensions: ["STARTTLS"] });
    await runClient(program, args(catcher.port), MESSAGE);
    expect(await warningsOf(catcher)).toEqual([]);
    expect(catcher.messages[0]?.findings.filter(({ severity }) => severity !== "info")).toEqual([]);
  });

  test.each([false, true])("nodemailer, with TLS: %s", async (usesTls) => {
    const catcher = await openCatcher(usesTls ? {} : { hideExtensions: ["STARTTLS"] });
    const transport = createTransport({ host: "127.0.0.1", port: catcher.port, tls: { rejectUnauthorized: false } });
    await transport.sendMail({ from: "a@b.example", to: "c@d.example", subject: "x", text: "y" });
    // It sends QUIT only to end a pool, or `verify`.
    expect(await warningsOf(catcher)).toEqual([]);
  });

  test("nodemailer's verify", async () => {
    const catcher = await openCatcher({ hideExtensions: ["STARTTLS"] });
    await createTransport({ host: "127.0.0.1", port: catcher.port }).verify();
    expect(await warningsOf(catcher)).toEqual([]);
  });
});
