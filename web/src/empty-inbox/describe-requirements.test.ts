import { expect, test } from "vitest";
import { describeRequirements } from "./describe-requirements.ts";

const none = { tls: false, login: false, account: false };

test.each([
  [none, false, "Any sender, any recipient, any password, no TLS needed."],
  [{ ...none, tls: true }, true, "Any sender, any recipient, any password, STARTTLS required."],
  [{ ...none, tls: true }, false, "Any sender, any recipient, any password, TLS required."],
  [{ ...none, login: true }, false, "Any sender, any recipient, any password (login required), no TLS needed."],
  [
    { tls: true, login: true, account: true },
    true,
    "Any sender, any recipient, only the configured logins (login required), STARTTLS required.",
  ],
])("%j with STARTTLS %s", (requires, starttls, text) => {
  expect(describeRequirements({ requires, starttls })).toBe(text);
});
