import type { Severity } from "@mailglass/shared";

export interface FindingDefinition {
  readonly severity: Severity;
  readonly rfc: string;
  /** What is wrong; what was seen is added to it. */
  readonly text: string;
  readonly fix: string;
}
