import type { Severity } from "@mailglass/shared";

/** What is the same in all findings of one kind. */
export interface FindingDefinition {
  readonly severity: Severity;
  /** The section that says so: usually of an RFC. */
  readonly rfc: string;
  /** The problem, without a full stop. The detail of the finding is appended. */
  readonly text: string;
  /** How the sender fixes it, without a full stop. */
  readonly fix: string;
}

/** The kinds of findings of one group, by code. */
export type FindingTable = Readonly<Record<string, FindingDefinition>>;
