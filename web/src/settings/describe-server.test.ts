import { describe, expect, it } from "vitest";
import { describeEncryption, describeLogin, describeStrictness } from "./describe-server.ts";

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

  it("say what is refused", () => {
    expect(describeStrictness({ strict: [] })).toMatch(/^off/);
    expect(describeStrictness({ strict: ["wire", "grammar", "wire"] })).toBe(
      "refuses mail with findings of wire, grammar",
    );
  });
});
