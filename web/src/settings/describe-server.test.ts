import { describe, expect, it } from "vitest";
import { describeEncryption, describeLogin, describeStore, describeStrictness } from "./describe-server.ts";

const requires = { tls: false, login: false, account: false };

describe("the settings of the server", () => {
  it.each([
    [{ starttls: false, requires }, /^off/],
    [{ starttls: true, requires }, /^offered by STARTTLS/],
    [{ starttls: true, requires: { ...requires, tls: true } }, /^required, by STARTTLS/],
    [{ starttls: false, requires: { ...requires, tls: true } }, /first byte/],
  ])("say whether connections are encrypted: %j", (info, text) => {
    expect(describeEncryption(info)).toMatch(text);
  });

  it("say who may log in", () => {
    expect(describeLogin({ requires })).toBe("not required; any name and password");
    expect(describeLogin({ requires: { ...requires, login: true, account: true } })).toBe(
      "required; only the configured accounts",
    );
  });

  it("say where mail is kept", () => {
    expect(describeStore({ store: null })).toMatch(/^none: .*--store/);
    const store = { kind: "sqlite" as const, location: "/data/mail.db", memoryBytes: 32 * 1024 ** 2, failure: null };
    expect(describeStore({ store })).toBe("/data/mail.db; up to 34 MB of it in memory");
    expect(describeStore({ store: { ...store, kind: "redis", location: "redis://cache:6379/0?name=a" } })).toBe(
      "redis://cache:6379/0?name=a, shared by all instances",
    );
  });

  it("say what is refused", () => {
    expect(describeStrictness({ strict: [] })).toMatch(/^off/);
    expect(describeStrictness({ strict: ["wire", "grammar", "wire"] })).toBe(
      "refuses mail with findings of wire, grammar",
    );
  });
});
