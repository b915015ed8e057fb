import type { Finding } from "@mailglass/shared";
import { cacheView, type Mail } from "../mail.ts";

const viewKeptFindings = cacheView((): { findings: readonly Finding[] } => ({ findings: [] }));

/** What the comparison of readers found, kept while the message is among those viewed recently. */
export function keepReaderFindings(mail: Mail, findings: readonly Finding[]): void {
  viewKeptFindings(mail).findings = findings;
}

/** The findings kept for a message; none where its readers were not requested lately. */
export function readReaderFindings(mail: Mail): readonly Finding[] {
  return viewKeptFindings(mail).findings;
}
