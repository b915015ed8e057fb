import type { Severity } from "@mailglass/shared";

export interface FindingDefinition {
  readonly severity: Severity;
  readonly rfc: string;
  /** The problem. The detail of the finding is appended. */
  readonly text: string;
  readonly fix: string;
}
