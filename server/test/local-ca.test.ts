import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { hostname } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { connect as connectTls } from "node:tls";
import { createTransport } from "nodemailer";
import { describe, expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { addDays, createServerCertificate } from "../src/base/certificates/create-certificate.ts";
import type { Config } from "../src/config/options.ts";
import { readConfig } from "../src/config/read-config.ts";
import { createTempFolder, describeFailure, isInstalled, runMailglass, runProcess } from "./support/run-program.ts";
import { type RunningApp, startTestApp } from "./support/running-app.ts";

/** HTTPS and TLS with certificates of the local CA, as real clients verify them. */

interface Secured extends RunningApp {
  readonly ca: string;
  readonly httpsPort: number;
}

async function startSecured(config: Partial<Config> = {}): Promise<Secured> {
  const stateDir = createTempFolder();
  const app = await startTestApp({ httpsPort: 0, tls: "auto", stateDir, ...config });
  onTestFinished(() => app.close());
  return { ...app, ca: join(stateDir, "ca", "certificate.pem"), httpsPort: app.https?.port ?? 0 };
}

/** Requests a path over HTTPS with this certificate as the only trusted one. */
async function requestVerified(port: number, ca: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const options = {
    host: "127.0.0.1",
    port,
    path: "/healthz",
    ca: readFileSync(ca),
    servername: "localhost",
    agent: false,
  };
  request(options, (response) => resolve(text(response)))
    .on("error", reject)
    .end();
  return promise;
}

describe("clients that verify the certificate", () => {
  const JAVA = `
    import java.net.URI;
    import java.net.http.*;
    public class Get {
      public static void main(String[] args) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(args[0])).build();
        System.out.print(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
      }
    }`;
  const PYTHON_HTTPS = `
import ssl, sys, urllib.request
context = ssl.create_default_context(cafile=sys.argv[1])
context.verify_flags |= ssl.VERIFY_X509_STRICT
print(urllib.request.urlopen(sys.argv[2], context=context).read().decode())`;
  const PYTHON_SMTP = `
import smtplib, ssl, sys
with smtplib.SMTP("localhost", int(sys.argv[2])) as smtp:
    smtp.starttls(context=ssl.create_default_context(cafile=sys.argv[1]))
    smtp.sendmail("a@example.com", ["b@example.com"], "Subject: verified\\n\\nText\\n")`;

  test.skipIf(!isInstalled("curl"))("curl", async () => {
    const { ca, httpsPort } = await startSecured();
    for (const host of ["localhost", "127.0.0.1", "[::1]"]) {
      const result = await runProcess("curl", ["-sS", "--cacert", ca, `https://${host}:${httpsPort}/healthz`]);
      expect(describeFailure(result)).toBe("");
    }
    const untrusting = await runProcess("curl", ["-sS", `https://localhost:${httpsPort}/healthz`]);
    expect(untrusting.code).not.toBe(0);
  });

  test.skipIf(!isInstalled("openssl", "version"))("openssl, over HTTPS and after STARTTLS", async () => {
    const { ca, httpsPort, smtp } = await startSecured();
    const verify = ["-CAfile", ca, "-verify_return_error", "-verify_hostname", "localhost", "-x509_strict"];
    for (const target of [[`localhost:${httpsPort}`], [`localhost:${smtp.port}`, "-starttls", "smtp"]]) {
      const args = ["s_client", "-connect", ...target, ...verify];
      const result = await runProcess("openssl", args, { input: "QUIT\r\n" });
      expect(result.out.toString()).toContain("Verify return code: 0 (ok)");
    }
  });

  test.skipIf(!isInstalled("openssl", "version"))("openssl refuses what the CA signs for other names", async () => {
    const { ca } = await startSecured();
    const issuer = { cert: readFileSync(ca, "utf8"), key: readFileSync(join(ca, "..", "key.pem"), "utf8") };
    const leaf = join(createTempFolder(), "leaf.pem");
    const verdicts = new Map<string, boolean>();
    for (const name of ["localhost", "shop.test", "192.168.1.2", "example.com", "localhost.example.com", "8.8.8.8"]) {
      const subject = { commonName: "any", notAfter: addDays(2) };
      writeFileSync(leaf, (await createServerCertificate(subject, [name], issuer)).cert);
      verdicts.set(name, (await runProcess("openssl", ["verify", "-CAfile", ca, leaf])).code === 0);
    }
    expect([...verdicts].filter(([, accepted]) => accepted).map(([name]) => name)).toEqual([
      "localhost",
      "shop.test",
      "192.168.1.2",
    ]);
  });

  test.skipIf(!isInstalled("python3"))("Python, over HTTPS and SMTP", async () => {
    const { ca, httpsPort, smtp, mailbox } = await startSecured();
    const url = `https://localhost:${httpsPort}/healthz`;
    expect(describeFailure(await runProcess("python3", ["-c", PYTHON_HTTPS, ca, url]))).toBe("");
    expect(describeFailure(await runProcess("python3", ["-c", PYTHON_SMTP, ca, String(smtp.port)]))).toBe("");
    expect(mailbox.counts().messages).toBe(1);
  });

  test("Node: https, WebSocket, and nodemailer", async () => {
    const { ca, httpsPort, smtp, mailbox } = await startSecured();
    expect(await requestVerified(httpsPort, ca)).toBe("ok\n");
    const socket = new WebSocket(`wss://localhost:${httpsPort}/api/stream`, { ca: readFileSync(ca) });
    const first = await new Promise<string>((resolve, reject) => {
      socket.once("message", (data: Buffer) => resolve(data.toString())).once("error", reject);
    });
    socket.terminate();
    expect(first).toContain("hello");
    const tls = { ca: readFileSync(ca) };
    const transport = createTransport({ host: "localhost", port: smtp.port, requireTLS: true, tls });
    await transport.sendMail({ from: "a@example.com", to: "b@example.com", text: "verified" });
    expect(mailbox.counts().messages).toBe(1);
  });

  test.skipIf(!isInstalled("keytool", "-help") || !isInstalled("java", "-version"))(
    "Java, after keytool -importcert",
    async () => {
      const { ca, httpsPort } = await startSecured();
      const folder = createTempFolder();
      const store = join(folder, "trust.p12");
      const keystore = `-alias mailglass -file ${ca} -keystore ${store} -storetype PKCS12 -storepass changeit`;
      const imported = await runProcess("keytool", ["-importcert", "-noprompt", ...keystore.split(" ")]);
      expect(describeFailure(imported)).toBe("");
      writeFileSync(join(folder, "Get.java"), JAVA);
      const trust = [`-Djavax.net.ssl.trustStore=${store}`, "-Djavax.net.ssl.trustStorePassword=changeit"];
      const args = [...trust, join(folder, "Get.java"), `https://localhost:${httpsPort}/healthz`];
      const result = await runProcess("java", args);
      expect(describeFailure(result)).toBe("");
      expect(result.out.toString()).toBe("ok\n");
    },
  );
});

test("the key is readable by its owner only, and every start has the same CA", async () => {
  const stateDir = join(createTempFolder(), "state");
  const path = join(stateDir, "ca", "certificate.pem");
  const paths = await Promise.all([1, 2, 3].map(() => runMailglass(["ca", "--state-dir", stateDir])));
  expect(paths.map(({ out }) => out.toString())).toEqual([`${path}\n`, `${path}\n`, `${path}\n`]);
  expect(statSync(join(stateDir, "ca", "key.pem")).mode & 0o777).toBe(0o600);
  const before = readFileSync(path, "utf8");
  const { httpsPort } = await startSecured({ stateDir });
  expect(readFileSync(path, "utf8")).toBe(before);
  expect(await requestVerified(httpsPort, path)).toBe("ok\n");
});

test("the certificate covers the machine's name, --hostname and --allow-host", async () => {
  const { httpsPort, warnings } = await startSecured({
    hostname: "mail.example.com",
    allowHost: [".shop.example", "10.1.2.3", "*"],
  });
  const socket = connectTls({ port: httpsPort, host: "127.0.0.1", rejectUnauthorized: false });
  await new Promise((resolve) => socket.once("secureConnect", resolve));
  const { subjectaltname = "" } = socket.getPeerCertificate();
  socket.destroy();
  const names = subjectaltname.split(", ").map((name) => name.replace(/^[^:]*:/, ""));
  for (const name of ["localhost", "127.0.0.1", "mail.example.com", "shop.example", "*.shop.example", "10.1.2.3"])
    expect(names).toContain(name);
  if (/^[a-z0-9-]+$/.test(hostname())) expect(names).toContain(hostname());
  expect(warnings.filter((line) => line.includes("CA"))).toEqual([]);
});

test("a name that an older CA may not sign for is left out, and the log says so", async () => {
  const stateDir = createTempFolder();
  await runMailglass(["ca", "--state-dir", stateDir]);
  const { warnings, httpsPort } = await startSecured({ stateDir, allowHost: ["new.example.com"] });
  expect(warnings.filter((line) => line.includes("may not sign for new.example.com"))).toHaveLength(1);
  expect(await requestVerified(httpsPort, join(stateDir, "ca", "certificate.pem"))).toBe("ok\n");
});

test("without a directory that can be written, the CA is temporary, and the log says so", async () => {
  const { warnings, httpsPort } = await startSecured({ stateDir: "/dev/null/state" });
  expect(warnings.filter((line) => line.includes("temporary") && line.includes("ENOTDIR"))).toHaveLength(1);
  expect(httpsPort).toBeGreaterThan(0);
  const { code, errors } = await runMailglass(["ca", "--state-dir", "/dev/null/state"]);
  expect([code, errors.trim().split("\n").length]).toEqual([2, 1]);
});

test.each([
  ["its key belongs to another", "key.pem"],
  ["its certificate is none", "certificate.pem"],
])("a CA is refused if %s", async (_why, file) => {
  const [one, other] = [createTempFolder(), createTempFolder()];
  for (const directory of [one, other]) await runMailglass(["ca", "--state-dir", directory]);
  const content = file === "key.pem" ? readFileSync(join(other, "ca", file)) : "broken";
  writeFileSync(join(one, "ca", file), content);
  await expect(startSecured({ stateDir: one })).rejects.toThrow(/The local CA in .* cannot be used: .*Delete/);
});

test("an incomplete directory is refused, not overwritten", async () => {
  const stateDir = createTempFolder();
  mkdirSync(join(stateDir, "ca"));
  writeFileSync(join(stateDir, "ca", "note.txt"), "mine");
  await expect(startSecured({ stateDir })).rejects.toThrow("is not empty, but has no CA");
  expect(readFileSync(join(stateDir, "ca", "note.txt"), "utf8")).toBe("mine");
});

/** Files of a certificate that no CA has to sign. */
async function writePair(): Promise<{ cert: string; key: string }> {
  const folder = mkdtempSync(join(createTempFolder(), "pair-"));
  const pair = await createServerCertificate({ commonName: "localhost", notAfter: addDays(2) }, ["localhost"]);
  const paths = { cert: join(folder, "cert.pem"), key: join(folder, "key.pem") };
  writeFileSync(paths.cert, pair.cert);
  writeFileSync(paths.key, pair.key);
  return paths;
}

test("Mailpit's variables: HTTPS on the port of the page, implicit TLS on the SMTP port", async () => {
  const { cert, key } = await writePair();
  const variables = { MP_UI_TLS_CERT: cert, MP_UI_TLS_KEY: key, MP_SMTP_TLS_CERT: cert, MP_SMTP_TLS_KEY: key };
  const config = readConfig({}, { ...variables, MP_SMTP_REQUIRE_TLS: "1" });
  const app = await startTestApp({ ...config, smtpPort: [0], httpPort: 0 });
  onTestFinished(() => app.close());
  expect(app.url).toMatch(/^https:/);
  expect(await requestVerified(app.http.port, cert)).toBe("ok\n");
  const env = { ...variables, MAILGLASS_HTTP_PORT: String(app.http.port) };
  expect(await runMailglass(["readyz"], { env })).toMatchObject({ code: 0, errors: "" });
  const tls = { ca: readFileSync(cert) };
  const transport = createTransport({ host: "localhost", port: app.smtp.port, secure: true, tls });
  await transport.sendMail({ from: "a@example.com", to: "b@example.com", text: "implicit" });
  expect(app.mailbox.counts().messages).toBe(1);
});

test("Mailpit's sans: certificates are signed by the local CA", async () => {
  const config = readConfig({}, { MP_UI_TLS_CERT: "sans:mail.test,localhost", MP_SMTP_TLS_CERT: "sans:mail.test" });
  expect(config).toMatchObject({ httpsCert: "auto", tls: "auto", allowHost: ["mail.test", "localhost", "mail.test"] });
});

test("a key that does not belong to its certificate is one line", async () => {
  const [one, other] = [await writePair(), await writePair()];
  const started = startTestApp({ httpsPort: 0, httpsCert: one.cert, httpsKey: other.key });
  await expect(started).rejects.toThrow(/^--https-cert and --https-key must be a certificate and its key in PEM/);
});

test("several SMTP ports; the API lists every listener", async () => {
  const { origin, smtp, https } = await startSecured({ smtpPort: [0, 0], smtpTls: "implicit", lmtpPort: 0 });
  const info = (await (await fetch(`${origin}/api/info`)).json()) as {
    smtp: object;
    starttls: boolean;
    requires: object;
    listeners: { protocol: string; port: number }[];
  };
  expect(info.smtp).toEqual(smtp);
  expect(info.starttls).toBe(false);
  expect(info.requires).toEqual({ tls: true, login: false, account: false });
  expect(info.listeners.map(({ protocol }) => protocol)).toEqual(["smtps", "smtps", "lmtp", "http", "https"]);
  expect(info.listeners.at(-1)?.port).toBe(https?.port);
  for (const { port } of info.listeners.slice(0, 2)) {
    const transport = createTransport({ host: "localhost", port, secure: true, tls: { rejectUnauthorized: false } });
    await transport.sendMail({ from: "a@example.com", to: "b@example.com", text: "one of two" });
  }
  const sent = await fetch(`${origin}/api/messages/test`, { method: "POST" });
  expect(sent.ok).toBe(true);
});
