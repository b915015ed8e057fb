import type { AlignmentCheck, DkimSignatureCheck } from "@mailglass/shared";
import { type ReactNode, use } from "react";
import { loadDkimCheck } from "../../data/load-checks.ts";
import { routeTo } from "../../data/router.ts";
import { formatAmount, formatCount } from "../../model/format.ts";
import { revealHidden } from "../../model/reveal-hidden.ts";
import { RouteLink } from "../../ui/RouteLink.tsx";
import { CheckSection } from "./CheckSection.tsx";

/** The DKIM signatures of a message, and whether their domains align with From. */
export function DkimSection({ id }: { id: string }) {
  return (
    <CheckSection name="DKIM and DMARC alignment" testId="dkim-check" promise={loadDkimCheck(id)}>
      <DkimResult id={id} />
    </CheckSection>
  );
}

function DkimResult({ id }: { id: string }) {
  const { signatures, leftOut, alignment } = use(loadDkimCheck(id));
  return (
    <>
      {signatures.length === 0 && <p className="check-note">The message has no DKIM signature.</p>}
      <ul>
        {signatures.map((signature) => (
          <li key={signature.start} className="check-item" data-testid="dkim-signature">
            <Signature id={id} signature={signature} />
          </li>
        ))}
      </ul>
      {leftOut > 0 && <p className="check-note">{formatAmount(leftOut, "more signature")}, not checked</p>}
      <Alignment alignment={alignment} />
    </>
  );
}

const SIGNATURE_RESULTS = {
  valid: { kind: "good", text: "valid" },
  invalid: { kind: "error", text: "not valid" },
  "no-key": { kind: undefined, text: "not checked: no key" },
} as const;

function Signature({ id, signature }: { id: string; signature: DkimSignatureCheck }) {
  const { start, end, problem, domain, keyName, algorithm, canonicalization, weaknesses, omissions } = signature;
  const field = <RouteLink to={routeTo({ id, tab: "source", byteRange: { start, end } })}>DKIM-Signature</RouteLink>;
  if (problem !== null) {
    return (
      <p>
        {field} <Badge kind="error">cannot be checked</Badge> {revealHidden(problem)}.
      </p>
    );
  }
  const { result, key, detail } = signature.signature;
  const { kind, text } = SIGNATURE_RESULTS[result];
  return (
    <>
      <p>
        {field} of {revealHidden(domain)}, {algorithm}, {canonicalization}
      </p>
      <dl className="facts">
        <dt>Body hash</dt>
        <dd data-testid="dkim-body-hash">
          <BodyHash id={id} signature={signature} />
        </dd>
        <dt>Signature</dt>
        <dd data-testid="dkim-result">
          <Badge kind={kind}>{text}</Badge> {describeKey(key)} {detail !== null && `${revealHidden(detail)}. `}
          {result === "no-key" && detail === null && (
            <>
              Start with <code>--dkim-key {revealHidden(keyName)}=FILE</code>, or with <code>--check-dns</code>, which
              reveals to the domain’s DNS server that the message was opened.
            </>
          )}
        </dd>
        <dt>Signed fields</dt>
        <dd>{revealHidden(signature.signedFields.join(", "))}</dd>
      </dl>
      {[...weaknesses, ...omissions].map((warning) => (
        <p key={warning}>
          <Badge kind="warning">warning</Badge> {revealHidden(warning)}.
        </p>
      ))}
    </>
  );
}

const KEY_SOURCES = { given: "with the key of --dkim-key.", dns: "with the key in DNS." } as const;
const describeKey = (key: DkimSignatureCheck["signature"]["key"]) => (key === null ? "" : KEY_SOURCES[key]);

function BodyHash({ id, signature: { bodyHash } }: { id: string; signature: DkimSignatureCheck }) {
  if (bodyHash === null) return null;
  const { matches, expected, computed, canonicalBytes, hashedBytes, explanation, added } = bodyHash;
  const amount =
    hashedBytes === canonicalBytes
      ? formatAmount(canonicalBytes, "byte")
      : `${formatCount(hashedBytes)} of ${formatAmount(canonicalBytes, "byte")}`;
  if (matches) {
    return (
      <>
        <Badge kind="good">matches</Badge> {amount}
      </>
    );
  }
  return (
    <>
      <Badge kind="error">does not match</Badge> {explanation !== null && `${capitalize(explanation)}. `}
      {added !== null && (
        <RouteLink to={routeTo({ id, tab: "source", byteRange: added })}>Show what was added</RouteLink>
      )}
      <span className="check-hashes">
        signed {revealHidden(expected)}
        <br />
        received {computed}, {amount}
      </span>
    </>
  );
}

const capitalize = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const ALIGNMENTS = {
  strict: { kind: "good", text: "the same domain" },
  relaxed: { kind: "good", text: "the same organisation" },
  none: { kind: "warning", text: "another organisation" },
  unknown: { kind: undefined, text: "nothing to compare" },
} as const;

function Alignment({ alignment: { from, envelope, signers, spf, dkim } }: { alignment: AlignmentCheck }) {
  if (from === null) return <p className="check-note">Alignment: From does not name exactly one domain.</p>;
  const rows = [
    { name: "SPF", domain: envelope ?? "no envelope sender", result: ALIGNMENTS[spf] },
    { name: "DKIM", domain: signers.join(", ") || "no signature", result: ALIGNMENTS[dkim] },
  ];
  return (
    <dl className="facts" data-testid="alignment">
      <dt>From</dt>
      <dd>{revealHidden(from)}</dd>
      {rows.map(({ name, domain, result }) => (
        <Row key={name} name={`${name} domain`}>
          {revealHidden(domain)} <Badge kind={result.kind}>{result.text}</Badge>
        </Row>
      ))}
    </dl>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Badge({ kind, children }: { kind: "good" | "warning" | "error" | undefined; children: ReactNode }) {
  return (
    <span className="badge" data-kind={kind}>
      {children}
    </span>
  );
}
