import type { Finding } from "@mailglass/shared";

/*
 * Cause before symptom: one mistake often produces several findings. This table maps the code of a cause to the codes of
 * its consequences. The page shows consequences below their cause.
 */

/** Findings about fields that a message should have. */
const MISSING_FIELDS = ["from-missing", "date-missing", "message-id-missing", "subject-empty", "mime-version-missing"];

/** Findings about the body of a message whose Content-… fields were lost. */
const MISSING_CONTENT_FIELDS = ["charset-missing", "eight-bit-in-7bit", "boundary-missing"];

const CONSEQUENCES: Readonly<Record<string, readonly string[]>> = {
  "header-missing": [...MISSING_FIELDS, ...MISSING_CONTENT_FIELDS],
  "blank-line-missing": [
    ...MISSING_FIELDS,
    ...MISSING_CONTENT_FIELDS,
    "multipart-unterminated",
    "recipient-not-in-header",
  ],
  "fields-in-body": [...MISSING_FIELDS, ...MISSING_CONTENT_FIELDS, "recipient-not-in-header"],
  "field-folded-away": [...MISSING_FIELDS, ...MISSING_CONTENT_FIELDS, "recipient-not-in-header"],
  "header-injection": [
    ...MISSING_FIELDS,
    ...MISSING_CONTENT_FIELDS,
    "field-repeated",
    "bcc-in-header",
    "bare-lf",
    "bare-cr",
    "recipient-not-in-envelope",
    "recipient-not-in-header",
  ],
  "quoted-printable-unencoded": ["charset-mismatch"],
  "base64-line-length": ["line-too-long"],
  "encoded-twice": ["mojibake"],
  "subject-encoded-twice": ["mojibake", "encoded-word-too-long"],
  alignment: ["from-differs"],
};

const CAUSES = new Map<string, string[]>();
for (const [cause, consequences] of Object.entries(CONSEQUENCES)) {
  for (const code of consequences) CAUSES.set(code, [...(CAUSES.get(code) ?? []), cause]);
}

/** Sets `because` on each finding whose cause is among the findings of the same message. */
export function linkCauses(findings: readonly Finding[]): Finding[] {
  const present = new Set(findings.map(({ code }) => code));
  return findings.map((finding) => {
    const because = finding.because ?? CAUSES.get(finding.code)?.find((cause) => present.has(cause)) ?? null;
    return because === finding.because ? finding : { ...finding, because };
  });
}
