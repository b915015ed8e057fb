import { type ConnectionOptions, connect as connectTls } from "node:tls";
import { describe, expect, test } from "vitest";
import { type OpenServer, openServer } from "../../test/smtp/open-server.ts";
import { RawClient } from "../../test/smtp/raw-client.ts";
import { classifyTlsFailure } from "./classify-tls-failure.ts";

/** Clients that fail at TLS, over real sockets. */

async function openTlsServer(): Promise<OpenServer & { readonly port: number }> {
  const opened = await openServer({ tls: "auto" }, { port: 0, kind: "smtps" });
  return { ...opened, port: "port" in opened.address ? opened.address.port : 0 };
}

/** Resolves when the client has given up. */
function connectAndFail(options: ConnectionOptions): Promise<void> {
  return new Promise((resolve) => {
    const socket = connectTls({ host: "127.0.0.1", ...options });
    socket.on("error", () => undefined).on("close", () => resolve());
  });
}

describe("a client of a TLS port", () => {
  test.each<readonly [name: string, code: string, options: ConnectionOptions]>([
    ["does not trust the certificate", "tls-certificate-refused", {}],
    [
      "speaks old versions only",
      "tls-version-refused",
      { maxVersion: "TLSv1.1", minVersion: "TLSv1", ciphers: "ALL:@SECLEVEL=0" },
    ],
    ["shares no cipher", "tls-handshake-failed", { maxVersion: "TLSv1.2", ciphers: "AES128-SHA" }],
  ])("%s: %s", async (_name, code, options) => {
    const { port, waitForClose } = await openTlsServer();
    const closed = waitForClose();
    await connectAndFail({ port, ...options });
    const { findings, failed } = (await closed).details();
    expect(findings.map((finding) => finding.code)).toEqual([code]);
    expect(failed).toBe(true);
    expect(findings[0]?.fix.includes("127.0.0.1")).toBe(code === "tls-certificate-refused");
  });

  test.each(["EHLO plain.example\r\n", "GET / HTTP/1.1\r\n\r\n"])("speaks plaintext: %j", async (line) => {
    const { address, waitForClose } = await openTlsServer();
    const closed = waitForClose();
    const client = await RawClient.connect(address);
    client.send(line);
    await client.readUntilClosed();
    const { findings } = (await closed).details();
    expect(findings.map(({ code }) => code)).toEqual(["plain-text-on-tls-port"]);
    expect(findings[0]?.fix).not.toContain("certificate");
  });

  test("connects and leaves at once: a probe, not a failure", async () => {
    const { address, waitForClose } = await openTlsServer();
    const closed = waitForClose();
    (await RawClient.connect(address)).destroy();
    expect((await closed).details()).toMatchObject({ findings: [], failed: false });
  });

  test("waits for a greeting until the server gives up", async () => {
    const { address, waitForClose } = await openServer(
      { tls: "auto", limits: { idleTimeout: 1000 } },
      { port: 0, kind: "smtps" },
    );
    const closed = waitForClose();
    const client = await RawClient.connect(address);
    await client.readUntilClosed();
    expect((await closed).details().findings.map(({ code }) => code)).toEqual(["plain-text-on-tls-port"]);
  });
});

describe("a client of the plaintext port", () => {
  test("does not trust the certificate after STARTTLS", async () => {
    const { connectClient, waitForClose } = await openServer({ tls: "auto" });
    const client = await connectClient();
    const closed = waitForClose();
    await client.command("EHLO client.example");
    await client.command("STARTTLS");
    await client.startTls();
    client.destroy();
    expect((await closed).details().findings.map(({ code }) => code)).toEqual(["tls-certificate-refused"]);
  });

  test.each([
    [undefined, "--tls auto"],
    ["auto" as const, "implicit TLS"],
  ])("begins with TLS, where tls is %s", async (tls, fix) => {
    const { address, waitForClose } = await openServer(tls === undefined ? {} : { tls });
    const closed = waitForClose();
    await connectAndFail({ port: "port" in address ? address.port : 0 });
    const finding = (await closed).details().findings.find(({ code }) => code === "tls-on-plain-port");
    expect(finding?.fix).toContain(fix);
  });
});

test.each<readonly [message: string, code: string, finding: string]>([
  ["SSL alert number 42", "ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE", "tls-certificate-refused"],
  ["SSL alert number 45", "ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED", "tls-certificate-refused"],
  ["SSL alert number 46", "ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN", "tls-certificate-refused"],
  ["SSL alert number 48", "ERR_SSL_TLSV1_ALERT_UNKNOWN_CA", "tls-certificate-refused"],
  ["SSL alert number 70", "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", "tls-version-refused"],
  ["SSL alert number 86", "ERR_SSL_TLSV1_ALERT_INAPPROPRIATE_FALLBACK", "tls-version-refused"],
  ["SSL alert number 40", "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE", "tls-handshake-failed"],
  ["unsupported protocol", "ERR_SSL_UNSUPPORTED_PROTOCOL", "tls-version-refused"],
  ["wrong version number", "ERR_SSL_WRONG_VERSION_NUMBER", "plain-text-on-tls-port"],
  ["http request", "ERR_SSL_HTTP_REQUEST", "plain-text-on-tls-port"],
  ["something else", "ERR_OTHER", "tls-handshake-failed"],
])("%s (%s) is %s", (message, code, finding) => {
  expect(classifyTlsFailure(Object.assign(new Error(message), { code })).code).toBe(finding);
});
