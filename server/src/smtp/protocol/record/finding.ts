import { copyText } from "../copy-text.ts";
import type { Severity } from "./severity.ts";
import { WIRE_FINDINGS, type WireFindingCode } from "./wire-findings.ts";

export type FindingLocation = { in: "transcript"; line: number } | { in: "message" } | { in: "session" };

/** Something that was accepted, and that a stricter server would refuse or report. */
export interface Finding {
  code: string;
  group: "wire";
  severity: Severity;
  rfc: string;
  /** Where it occurred first. */
  where: FindingLocation;
  /** Where it occurred, up to 100 places. */
  places: FindingLocation[];
  text: string;
  fix: string;
  count: number;
  /** Code of the finding that causes it; null if none does. */
  because: string | null;
}

export interface FindingCounts {
  error: number;
  warning: number;
  info: number;
}

const MAX_DETAIL_LENGTH = 200;
/** Maximum number of places that a finding lists. */
const MAX_PLACES = 100;
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
      if (existing.places.length < MAX_PLACES) existing.places.push(where);
      return;
    }
    const { severity, rfc, text, fix } = WIRE_FINDINGS[code];
    const shown = detail.length > MAX_DETAIL_LENGTH ? `${copyText(detail.slice(0, MAX_DETAIL_LENGTH))}…` : detail;
    this.#byCode.set(code, {
      code,
      group: "wire",
      severity,
      rfc,
      where,
      places: [where],
      text: detail === "" ? `${text}.` : `${text}: ${shown}`,
      fix,
      count: 1,
      because: null,
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
