import type { Seal, SealKey } from "@mailglass/shared";
import { expect, test } from "vitest";
import { createSeal } from "./seal-summary.ts";

const key = (changes: Partial<SealKey>): SealKey => ({
  name: "",
  addresses: [],
  issuer: "",
  keyId: "",
  validFrom: null,
  validTo: null,
  signedAt: null,
  ...changes,
});

const ANN = key({ name: "Ann", addresses: ["ann@example.com"], keyId: "12" });

test.each<[string, Pick<Seal, "system" | "kind"> & Partial<Seal>]>([
  ["Signed", { system: "unknown", kind: "signed" }],
  ["Signed with S/MIME", { system: "S/MIME", kind: "signed", signers: [key({})] }],
  [
    "Signed with OpenPGP by Ann, bob@example.com, key 34",
    {
      system: "OpenPGP",
      kind: "signed",
      signers: [ANN, key({ addresses: ["bob@example.com"], keyId: "56" }), key({ keyId: "34" }), key({})],
    },
  ],
  ["Encrypted", { system: "unknown", kind: "encrypted" }],
  ["Encrypted with S/MIME for 1 recipient", { system: "S/MIME", kind: "encrypted", recipients: [ANN] }],
  ["Encrypted with OpenPGP for 2 recipients", { system: "OpenPGP", kind: "encrypted", recipients: [ANN, key({})] }],
  ["Compressed with S/MIME", { system: "S/MIME", kind: "compressed" }],
  ["0 certificates, without a signature", { system: "S/MIME", kind: "certificates" }],
  ["1 certificate, without a signature", { system: "S/MIME", kind: "certificates", signers: [ANN] }],
  ["A public key", { system: "unknown", kind: "key" }],
  ["A public key (OpenPGP)", { system: "OpenPGP", kind: "key", signers: [key({})] }],
  ["A public key (OpenPGP) of Ann", { system: "OpenPGP", kind: "key", signers: [ANN] }],
])("%s", (summary, details) => {
  expect(createSeal(details)).toMatchObject({ part: "", text: null, error: null, ...details, summary });
});
