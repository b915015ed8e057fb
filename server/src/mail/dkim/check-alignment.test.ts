import { expect, test } from "vitest";
import { createEnvelope, createMail } from "../../../test/support/create-mail.ts";
import { parseMail } from "../parsed-mail.ts";
import { checkAlignment } from "./check-alignment.ts";

const signatureOf = (domain: string) => `DKIM-Signature: v=1; a=rsa-sha256; d=${domain}; s=s; h=from; bh=AA==; b=AA==`;

const check = (from: string, sender: string, ...domains: string[]) =>
  checkAlignment(
    parseMail(createMail([...domains.map(signatureOf), `From: ${from}`, "", ""], createEnvelope(sender, []))),
  );

test.each([
  ["jo@example.com", "jo@example.com", "strict"],
  ["jo@example.com", "b@bounce.example.com", "relaxed"],
  ["jo@news.example.co.uk", "b@mail.example.co.uk", "relaxed"],
  ["jo@a.co.uk", "b@b.co.uk", "none"],
  ["jo@a.github.io", "b@b.github.io", "none"],
  ["jo@münchen.example", "b@xn--mnchen-3ya.example", "strict"],
  ["Jo@EXAMPLE.com", "b@example.COM", "strict"],
  ["jo@localhost", "b@localhost", "strict"],
  ["jo@localhost", "b@other", "none"],
  ["jo@example.com", "", "unknown"],
  ["jo@[192.0.2.1]", "b@example.com", "unknown"],
  ["a@example.com, b@example.org", "b@example.com", "unknown"],
])("From %s and the sender %s: %s", (from, sender, spf) => {
  expect(check(from, sender).spf).toBe(spf);
});

test.each([
  [[], "unknown"],
  [["example.com"], "strict"],
  [["esp.example", "mail.example.com"], "relaxed"],
  [["esp.example"], "none"],
] as const)("signatures of %j: %s", (domains, dkim) => {
  expect(check("jo@example.com", "", ...domains)).toMatchObject({ from: "example.com", envelope: null, dkim });
});
