import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { createAccounts } from "../../accounts.ts";
import { nodeSaslCrypto } from "../../node-platform.ts";
import { MECHANISM_FACTORIES } from "./mechanisms.ts";
import type { SaslContext, SaslMechanism, SaslStep } from "./sasl.ts";

const USERS = { tim: "tanstaaftanstaaf", joe: "secret" };

function start(name: string, options: { users?: Record<string, string> | undefined; nonces?: string[] } = {}) {
  const users = "users" in options ? options.users : USERS;
  const nonces = options.nonces ?? [];
  const context: SaslContext = {
    accounts: users === undefined ? undefined : createAccounts(users),
    crypto: { ...nodeSaslCrypto, nonce: () => nonces.shift() ?? "nonce" },
    hostname: "mx.example",
  };
  const mechanism = MECHANISM_FACTORIES.get(name)?.(context);
  if (mechanism === undefined) throw new Error(`There is no mechanism ${name}`);
  return mechanism;
}

const done = (user: string, secret: string | null, valid = true): SaslStep => ({ type: "done", user, secret, valid });
const malformed = { type: "malformed" } as const;

test.each<readonly [mechanism: string, name: string, response: string, step: Partial<SaslStep>]>([
  ["PLAIN", "RFC 4616 §4", "\0tim\0tanstaaftanstaaf", done("tim", "tanstaaftanstaaf")],
  ["PLAIN", "an authorization identity is ignored", "x\0joe\0secret", done("joe", "secret")],
  ["PLAIN", "a wrong password", "\0joe\0wrong", done("joe", "wrong", false)],
  ["PLAIN", "an unknown user", "\0eve\0", done("eve", "", false)],
  ["PLAIN", "no password", "\0joe", malformed],
  ["PLAIN", "no user", "\0\0secret", malformed],
  ["PLAIN", "too many fields", "\0joe\0secret\0", malformed],
  ["PLAIN", "octets that are not UTF-8", "\0\xff\0secret", malformed],
  ["PLAIN", "a password that is not UTF-8", "\0joe\0\xff", malformed],
  ["XOAUTH2", "user and token", "user=joe\u0001auth=Bearer secret\u0001\u0001", done("joe", "secret")],
  ["XOAUTH2", "no user", "auth=Bearer secret\u0001\u0001", malformed],
  ["XOAUTH2", "no token", "user=joe\u0001\u0001", malformed],
  ["XOAUTH2", "another type of token", "user=joe\u0001auth=Basic secret\u0001\u0001", malformed],
  [
    "OAUTHBEARER",
    "RFC 7628 §4.1",
    "n,a=joe,\u0001host=x\u0001port=25\u0001auth=Bearer secret\u0001\u0001",
    done("joe", "secret"),
  ],
  [
    "OAUTHBEARER",
    "y: the client supports channel binding",
    "y,a=joe,\u0001auth=bearer secret\u0001\u0001",
    done("joe", "secret"),
  ],
  [
    "OAUTHBEARER",
    "an escaped user (RFC 5801 §4)",
    "n,a=a=2Cb=3Dc,\u0001auth=Bearer t\u0001\u0001",
    done("a,b=c", "t", false),
  ],
  ["OAUTHBEARER", "no user", "n,,\u0001auth=Bearer t\u0001\u0001", done("oauth", "t", false)],
  ["OAUTHBEARER", "channel binding is not offered", "p=tls-unique,,\u0001auth=Bearer t\u0001\u0001", malformed],
  ["OAUTHBEARER", "no token", "n,a=joe,\u0001\u0001", malformed],
  ["OAUTHBEARER", "no header", "", malformed],
])("%s: %s", (name, _case, response, step) => {
  expect(start(name).respond(response)).toMatchObject(step);
});

test("without accounts any credentials are accepted", () => {
  expect(start("PLAIN", { users: undefined }).respond("\0eve\0x")).toEqual(done("eve", "x"));
  expect(start("CRAM-MD5", { users: undefined }).respond(`eve ${"0".repeat(32)}`)).toEqual(done("eve", null));
});

test("LOGIN asks for the user, then for the password", () => {
  const login = start("LOGIN");
  expect(login.prompt).toBe("Username:");
  expect(login.respond("joe")).toEqual({ type: "challenge", octets: "Password:" });
  expect(login.respond("secret")).toEqual(done("joe", "secret"));
});

function cramResponse(mechanism: SaslMechanism, user: string, password: string): string {
  return `${user} ${createHmac("md5", password).update(mechanism.prompt).digest("hex")}`;
}

test.each([
  ["the correct password", "tim", "tanstaaftanstaaf", true],
  ["a wrong password", "tim", "wrong", false],
  ["an unknown user", "eve", "", false],
  ["an unknown user with the password that is computed for it", "eve", "nonce", false],
])("CRAM-MD5 (RFC 2195 §2): %s", (_name, user, password, valid) => {
  const mechanism = start("CRAM-MD5");
  expect(mechanism.prompt).toBe("<nonce@mx.example>");
  expect(mechanism.acceptsInitialResponse).toBe(false);
  expect(mechanism.respond(cramResponse(mechanism, user, password))).toEqual(done(user, null, valid));
  expect(mechanism.respond(cramResponse(mechanism, user, password).toUpperCase().replace(/^\S+/, user))).toEqual(
    done(user, null, valid),
  );
});

test.each(["", "tim", "tim abc", ` ${"0".repeat(32)}`, `\xff ${"0".repeat(32)}`])(
  "CRAM-MD5: %j is malformed",
  (response) => {
    expect(start("CRAM-MD5").respond(response)).toMatchObject(malformed);
  },
);
