import { copyText } from "../copy-text.ts";
import type { Severity } from "./severity.ts";
import { WIRE_FINDINGS, type WireFindingCode } from "./wire-findings.ts";

export type FindingLocation = { in: "transcript"; line: number } | { in: "message" } | { in: "session" };

/** Something that was accepted, and that a stricter server would refuse or report. */
export interface Finding {
  code: string;
  severity: Severity;
  rfc: string;
  /** Where it occurred first. */
  where: FindingLocation;
  text: string;
  fix: string;
  count: number;
}

export interface FindingCounts {
  error: number;
  warning: number;
  info: number;
}

const MAX_DETAIL_LENGTH = 200;
const NO_FINDINGS: readonly Finding[] = [];

/** The findings of a session or of a message: one per code, with the number of occurrences. */
export class WireFindingList {
  #byCode: Map<WireFindingCode, Finding> | undefined;

  /** Adds a finding, or counts it if its code is present. `detail` is shown after the text. */
  add(code: WireFindingCode, where: FindingLocation, detail: string): void {
    this.#byCode ??= new Map();
    const existing = this.#byCode.get(code);
    if (existing !== undefined) {
      existing.count += 1;
      return;
    }
    const { severity, rfc, text, fix } = WIRE_FINDINGS[code];
    const shown = detail.length > MAX_DETAIL_LENGTH ? `${copyText(detail.slice(0, MAX_DETAIL_LENGTH))}…` : detail;
    this.#byCode.set(code, {
      code,
      severity,
      rfc,
      where,
      text: detail === "" ? `${text}.` : `${text}: ${shown}`,
      fix,
      count: 1,
    });
  }

  toArray(): readonly Finding[] {
    return this.#byCode === undefined ? NO_FINDINGS : Array.from(this.#byCode.values(), (finding) => ({ ...finding }));
  }

  /** Number of different codes. */
  get size(): number {
    return this.#byCode?.size ?? 0;
  }

  /** Number of different codes of each severity. */
  countBySeverity(): FindingCounts {
    const counts = { error: 0, warning: 0, info: 0 };
    for (const { severity } of this.#byCode?.values() ?? []) counts[severity] += 1;
    return counts;
  }
}
