import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import { expect, test } from "vitest";
import { createAccounts } from "../../accounts.ts";
import { nodeSaslCrypto } from "../../node-platform.ts";
import type { SaslMechanism, SaslStep } from "./sasl.ts";
import { scramSha256Mechanism } from "./scram.ts";

/** The client's side of RFC 5802 §3, written independently with Node's crypto. */
class ScramClient {
  readonly #bare: string;
  readonly #header: string;
  readonly #password: string;
  #serverFirst = "";
  serverSignature = "";

  constructor(user: string, password: string, header = "n,,") {
    this.#bare = `n=${user},r=client`;
    this.#header = header;
    this.#password = password;
  }

  get first(): string {
    return `${this.#header}${this.#bare}`;
  }

  answer(serverFirst: string, change: { nonce?: string; binding?: string } = {}): string {
    this.#serverFirst = serverFirst;
    const [, nonce = "", salt = "", iterations = ""] = /^r=(.*),s=(.*),i=(.*)$/.exec(serverFirst) ?? [];
    const binding = change.binding ?? Buffer.from(this.#header).toString("base64");
    const withoutProof = `c=${binding},r=${change.nonce ?? nonce}`;
    const salted = pbkdf2Sync(this.#password, Buffer.from(salt, "base64"), Number(iterations), 32, "sha256");
    const clientKey = createHmac("sha256", salted).update("Client Key").digest();
    const storedKey = createHash("sha256").update(clientKey).digest();
    const authMessage = `${this.#bare},${this.#serverFirst},${withoutProof}`;
    const signature = createHmac("sha256", storedKey).update(authMessage, "latin1").digest();
    const serverKey = createHmac("sha256", salted).update("Server Key").digest();
    this.serverSignature = createHmac("sha256", serverKey).update(authMessage, "latin1").digest("base64");
    return `${withoutProof},p=${Buffer.from(clientKey.map((octet, index) => octet ^ (signature[index] ?? 0))).toString("base64")}`;
  }
}

const USERS = { user: "pencil", "a,b=c": "x", jörg: "pässword" };

function createServer(nonces: string[] = []): SaslMechanism {
  return scramSha256Mechanism({
    accounts: createAccounts(USERS),
    crypto: { ...nodeSaslCrypto, nonce: () => nonces.shift() ?? "server" },
    hostname: "mx.example",
  });
}

function challengeOf(step: SaslStep): string {
  return step.type === "challenge" ? step.octets : "";
}

const toOctets = (text: string) => Buffer.from(text).toString("latin1");

test.each([
  ["without channel binding", "user", "pencil", "n,,", "user"],
  ["a client that supports channel binding", "user", "pencil", "y,,", "user"],
  ["an authorization identity", "user", "pencil", "n,a=other,", "user"],
  ["an escaped user name (RFC 5802 §5.1)", "a=2Cb=3Dc", "x", "n,,", "a,b=c"],
  ["UTF-8", toOctets("jörg"), "pässword", "n,,", "jörg"],
])("both sides prove the password: %s", (_name, sent, password, header, user) => {
  const server = createServer();
  const client = new ScramClient(sent, password, header);
  const first = challengeOf(server.respond(client.first));
  expect(first).toMatch(/^r=clientserver,s=.+,i=4096$/);
  expect(challengeOf(server.respond(client.answer(first)))).toBe(`v=${client.serverSignature}`);
  expect(server.respond("")).toEqual({ type: "done", user, secret: null, valid: true });
});

test.each([
  ["a wrong password", "user", "wrong"],
  ["an unknown user", "eve", "pencil"],
  ["an unknown user with the password that is computed for it", "eve", "server"],
])("%s is refused", (_name, user, password) => {
  const server = createServer();
  const client = new ScramClient(user, password);
  const first = challengeOf(server.respond(client.first));
  expect(server.respond(client.answer(first))).toEqual({ type: "done", user, secret: null, valid: false });
});

test.each([
  ["channel binding, which is not offered", "p=tls-unique,,n=user,r=client"],
  ["no nonce", "n,,n=user"],
  ["no user", "n,,n=,r=client"],
  ["a mandatory extension (RFC 5802 §5.1)", "n,,m=x,n=user,r=client"],
  ["a user that is not UTF-8", "n,,n=\xff,r=client"],
  ["nothing", ""],
])("the first message is malformed: %s", (_name, message) => {
  expect(createServer().respond(message)).toMatchObject({ type: "malformed" });
});

test.each([
  ["another nonce", { nonce: "clientother" }],
  ["only the client's nonce", { nonce: "client" }],
  ["another GS2 header", { binding: Buffer.from("y,,").toString("base64") }],
])("the final message is malformed: %s", (_name, change) => {
  const server = createServer();
  const client = new ScramClient("user", "pencil");
  const first = challengeOf(server.respond(client.first));
  expect(server.respond(client.answer(first, change))).toMatchObject({ type: "malformed" });
});

test("the final message is malformed without a proof", () => {
  const server = createServer();
  server.respond(new ScramClient("user", "pencil").first);
  expect(server.respond("c=biws,r=clientserver")).toMatchObject({ type: "malformed" });
});

test("the response to the server's signature must be empty", () => {
  const server = createServer();
  const client = new ScramClient("user", "pencil");
  const first = challengeOf(server.respond(client.first));
  server.respond(client.answer(first));
  expect(server.respond("x")).toMatchObject({ type: "malformed" });
});
