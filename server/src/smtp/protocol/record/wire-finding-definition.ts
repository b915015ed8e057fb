import type { Reply } from "../reply.ts";
import type { Severity } from "./severity.ts";

/** The groups of findings that the engine knows. The mailbox has more. */
export const WIRE_GROUPS = ["wire", "envelope", "login", "tls"] as const;
export type WireGroup = (typeof WIRE_GROUPS)[number];

export interface WireFindingDefinition {
  /** The usual severity. A finding may have another, if the definition covers harmless cases, too. */
  readonly severity: Severity;
  readonly rfc: string;
  /** What is wrong, without a full stop. A finding adds the detail. */
  readonly text: string;
  /** How the client fixes it, without a full stop. A finding may have a fix of its own that knows more. */
  readonly fix: string;
  /** The reply in strict mode; without it strict mode accepts the finding, too. */
  readonly refusal?: Reply;
}

export type WireFindingTable = Readonly<Record<string, WireFindingDefinition>>;
