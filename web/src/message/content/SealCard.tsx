import type { Seal, SealKey } from "@mailglass/shared";
import { formatExactTime } from "../../model/format.ts";
import { revealHidden } from "../../model/reveal-hidden.ts";
import { Card, Fact } from "./Card.tsx";

const LABELS: Record<Seal["kind"], string> = {
  signed: "Signed",
  encrypted: "Encrypted",
  compressed: "Compressed",
  certificates: "Certificates",
  key: "Public key",
};

/** How content is signed or encrypted. Nothing is verified, and the card says so. */
export function SealCard({ id, seal }: { id: string; seal: Seal }) {
  const { part, kind, summary, algorithms, signers, recipients, text, error } = seal;
  return (
    <Card id={id} part={part} title={summary} label={LABELS[kind]} testId="seal-card">
      {error !== null && <p className="content-card-note">{revealHidden(error)}.</p>}
      {kind === "signed" && <p className="content-card-note">Mailglass does not verify signatures.</p>}
      {kind === "encrypted" && <p className="content-card-note">Mailglass has no keys to decrypt it.</p>}
      {signers.map((key, at) => (
        <KeyFacts key={at} name={kind === "signed" ? "Signed by" : "Of"} sealKey={key} />
      ))}
      {recipients.map((key, at) => (
        <KeyFacts key={at} name="For" sealKey={key} />
      ))}
      <dl className="facts">
        <Fact name="Algorithm">{algorithms.join(", ")}</Fact>
      </dl>
      {text !== null && (
        <pre className="seal-text" tabIndex={0} aria-label="Signed text">
          {text}
        </pre>
      )}
    </Card>
  );
}

function KeyFacts({ name, sealKey }: { name: string; sealKey: SealKey }) {
  const { addresses, issuer, keyId, validFrom, validTo, signedAt } = sealKey;
  const isHidden = /^0*$/.test(keyId);
  const kind = issuer === "" ? "key" : "certificate";
  const owner = sealKey.name || (isHidden ? "a hidden recipient" : `${kind} ${keyId}`);
  const others = addresses.filter((address) => !owner.includes(address));
  return (
    <dl className="facts">
      <Fact name={name}>{revealHidden([owner, ...others].join(", "))}</Fact>
      <Fact name="Issuer">{revealHidden(issuer)}</Fact>
      <Fact name={issuer === "" ? "Key" : "Serial"}>{sealKey.name === "" || isHidden ? null : keyId}</Fact>
      <Fact name="Valid">
        {validFrom !== null && `${validFrom.slice(0, 10)} to ${validTo === null ? "no end" : validTo.slice(0, 10)}`}
      </Fact>
      <Fact name="Signed at">{signedAt !== null && formatExactTime(signedAt)}</Fact>
    </dl>
  );
}
