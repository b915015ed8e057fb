import { expect, test } from "vitest";
import { createMail } from "../../../../test/support/create-mail.ts";
import * as samples from "../../../../test/support/sealed-samples.ts";
import { parseMail } from "../../parsed-mail.ts";
import { readSeal } from "./read-seal.ts";

function read(...lines: string[]) {
  const parsed = parseMail(createMail(lines));
  return readSeal(parsed, parsed.tree.root);
}

const multipart = (type: string, ...parts: string[]) =>
  read(`Content-Type: multipart/${type}; boundary=b`, "", ...parts.flatMap((part) => ["--b", part]), "--b--");

test.each([
  ["application/pgp-signature", "OpenPGP"],
  ["application/pkcs7-signature", "S/MIME"],
  ["application/x-pkcs7-signature", "S/MIME"],
  ["application/x-other", "unknown"],
])("signed content without its signature: %s", (protocol, system) => {
  expect(multipart(`signed; protocol="${protocol}"`, "\r\nHello")).toMatchObject({
    system,
    kind: "signed",
    error: "It has no part with the signature",
  });
});

test("the type of the signature counts, not the protocol", () => {
  const signature = `Content-Type: application/x-pkcs7-signature\r\nContent-Transfer-Encoding: base64\r\n\r\n${samples.DETACHED_SIGNATURE}`;
  expect(multipart("signed", "\r\nHello", signature)).toMatchObject({ system: "S/MIME", kind: "signed", error: null });
});

test("encrypted content without the part with the content", () => {
  const control = "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1";
  expect(multipart('encrypted; protocol="application/pgp-encrypted"', control)).toMatchObject({
    system: "OpenPGP",
    kind: "encrypted",
    error: "It has no part with the encrypted content",
  });
});

test.each([
  ["; protocol=application/x-other", "unknown"],
  ['; protocol="application/pkcs7-mime"', "S/MIME"],
  ["", "unknown"],
])("content that is encrypted in another way is not read: protocol “%s”", (protocol, system) => {
  expect(multipart(`encrypted${protocol}`, "\r\n1", "\r\n2")).toMatchObject({
    system,
    kind: "encrypted",
    recipients: [],
    error: null,
  });
});

test.each([
  ["; smime-type=signed-data", "signed"],
  ["; smime-type=Compressed-Data", "compressed"],
  ["; smime-type=certs-only", "certificates"],
  ["; smime-type=enveloped-data", "encrypted"],
  ["; smime-type=other", "encrypted"],
  ["", "encrypted"],
])("the kind of S/MIME that cannot be read is that of its type: “%s”", (parameter, kind) => {
  expect(read(`Content-Type: application/pkcs7-mime${parameter}`, "", "x")).toMatchObject({
    system: "S/MIME",
    kind,
    error: expect.stringContaining("cannot be read"),
  });
});
