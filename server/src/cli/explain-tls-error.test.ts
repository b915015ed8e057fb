import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import { expect, onTestFinished, test } from "vitest";
import { addDays, createServerCertificate } from "../base/certificates/create-certificate.ts";
import { type DeliveryOptions, deliverMessage } from "./deliver-message.ts";
import { explainTlsError } from "./explain-tls-error.ts";

async function createCertificate(names: readonly string[], fromDays = -1, toDays = 30): Promise<TlsOptions> {
  return createServerCertificate(
    { commonName: "localhost", notBefore: addDays(fromDays), notAfter: addDays(toDays) },
    names,
  );
}

/** Returns the error text of a delivery over TLS to this server. */
async function failDelivery(server: Server, tls: DeliveryOptions["tls"]): Promise<string> {
  onTestFinished(() => void server.close());
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const options = { host: "localhost", port, secure: true, tls };
  return deliverMessage(options, { from: "a@x.test", to: ["b@x.test"] }, Buffer.from("x")).then(
    ({ response }) => response,
    String,
  );
}

test("a self-signed certificate", async () => {
  const server = createTlsServer(await createCertificate(["localhost"]));
  expect(explainTlsError(await failDelivery(server, {}))).toMatch(/^The server's certificate is self-signed\./);
});

test("an expired certificate", async () => {
  const options = await createCertificate(["localhost"], -30, -1);
  expect(explainTlsError(await failDelivery(createTlsServer(options), { ca: String(options.cert) }))).toMatch(
    /expired/,
  );
});

test("a certificate that is not valid yet", async () => {
  const options = await createCertificate(["localhost"], 10, 30);
  expect(explainTlsError(await failDelivery(createTlsServer(options), { ca: String(options.cert) }))).toMatch(
    /not valid/,
  );
});

test("a certificate for another host", async () => {
  const options = await createCertificate(["mail.example.com"]);
  const text = await failDelivery(createTlsServer(options), { ca: String(options.cert) });
  expect(explainTlsError(text)).toMatch(/^The server's certificate is for another host\./);
});

test("no TLS version in common", async () => {
  const server = createTlsServer({ ...(await createCertificate(["localhost"])), minVersion: "TLSv1.3" });
  const text = await failDelivery(server, { maxVersion: "TLSv1.2", rejectUnauthorized: false });
  expect(explainTlsError(text)).toMatch(/^Client and server have no TLS version in common\./);
});

test("a server that answers in plain text", async () => {
  const server = createServer((socket) => void socket.on("error", () => {}).write("220 mail.example.com ESMTP\r\n"));
  expect(explainTlsError(await failDelivery(server, {}))).toMatch(/^The server answers in plain text/);
});

test("a server that closes during the handshake", async () => {
  const server = createServer((socket) => void socket.on("error", () => {}).once("data", () => socket.end()));
  expect(explainTlsError(await failDelivery(server, {}))).toMatch(/^The server closed the connection during the TLS/);
});

test.each(["connect ECONNREFUSED 127.0.0.1:25", "Can't send mail - all recipients were rejected: 550 5.1.1 No"])(
  "%s is no matter of TLS",
  (text) => expect(explainTlsError(text)).toBeUndefined(),
);
