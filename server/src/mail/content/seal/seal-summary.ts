import type { Seal } from "@mailglass/shared";

type SealDetails = Pick<Seal, "system" | "kind"> & Partial<Seal>;

/** Completes a seal with the sentence that describes it. */
export function createSeal(details: SealDetails): Seal {
  const seal = {
    part: "",
    algorithms: [],
    signers: [],
    recipients: [],
    text: null,
    error: null,
    ...details,
  };
  return { ...seal, summary: summarizeSeal(seal) };
}

function summarizeSeal({ system, kind, signers, recipients }: Omit<Seal, "summary">): string {
  const by = system === "unknown" ? "" : ` with ${system}`;
  switch (kind) {
    case "signed": {
      const names = signers.map(({ name, addresses, keyId }) => name || addresses[0] || (keyId && `key ${keyId}`));
      const known = names.filter((name) => name !== "" && name !== undefined);
      return `Signed${by}${known.length === 0 ? "" : ` by ${known.join(", ")}`}`;
    }
    case "encrypted":
      return `Encrypted${by}${recipients.length === 0 ? "" : ` for ${countOf(recipients.length, "recipient")}`}`;
    case "compressed":
      return `Compressed${by}`;
    case "certificates":
      return `${countOf(signers.length, "certificate")}, without a signature`;
    case "key": {
      const [key] = signers;
      return `A public key${system === "unknown" ? "" : ` (${system})`}${key?.name ? ` of ${key.name}` : ""}`;
    }
  }
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
