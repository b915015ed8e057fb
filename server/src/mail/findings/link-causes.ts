import type { Finding } from "@mailglass/shared";

/*
 * Cause before symptom: one mistake often produces several findings. This table maps the code of a cause to the codes of
 * its consequences. The page shows consequences below their cause.
 */

const CONSEQUENCES: Readonly<Record<string, readonly string[]>> = {
  "header-missing": ["from-missing", "date-missing", "message-id-missing", "subject-empty"],
  "blank-line-missing": ["from-missing", "date-missing", "message-id-missing", "subject-empty", "mime-version-missing"],
  "fields-in-body": ["from-missing", "date-missing", "message-id-missing", "subject-empty", "recipient-not-in-header"],
  "field-folded-away": [
    "from-missing",
    "date-missing",
    "message-id-missing",
    "subject-empty",
    "recipient-not-in-header",
  ],
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
