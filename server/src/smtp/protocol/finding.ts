import { FINDINGS, type FindingCode } from "./findings.ts";
import { flat } from "./flat.ts";

export type Severity = "error" | "warning" | "info";

export type FindingPlace = { in: "transcript"; line: number } | { in: "message" } | { in: "session" };

/** Something that was accepted and that a stricter server would object to. */
export interface Finding {
  code: string;
  severity: Severity;
  rfc: string;
  /** Where it was seen first. */
  where: FindingPlace;
  text: string;
  fix: string;
  count: number;
}

export interface FindingCounts {
  error: number;
  warning: number;
  info: number;
}

const MAX_SEEN = 200;
const NONE: readonly Finding[] = [];

/** The findings of a session or of a message, each kind once, with how often it was seen. */
export class FindingList {
  #byCode: Map<FindingCode, Finding> | undefined;

  add(code: FindingCode, where: FindingPlace, seen: string): void {
    this.#byCode ??= new Map();
    const known = this.#byCode.get(code);
    if (known !== undefined) {
      known.count += 1;
      return;
    }
    const { severity, rfc, text, fix } = FINDINGS[code];
    const shown = seen.length > MAX_SEEN ? `${flat(seen.slice(0, MAX_SEEN))}…` : seen;
    this.#byCode.set(code, {
      code,
      severity,
      rfc,
      where,
      text: seen === "" ? `${text}.` : `${text}: ${shown}`,
      fix,
      count: 1,
    });
  }

  all(): readonly Finding[] {
    return this.#byCode === undefined ? NONE : Array.from(this.#byCode.values(), (finding) => ({ ...finding }));
  }

  /** How many kinds there are. */
  get size(): number {
    return this.#byCode?.size ?? 0;
  }

  /** How many kinds there are of each severity, however often each occurs. */
  counts(): FindingCounts {
    const counts = { error: 0, warning: 0, info: 0 };
    for (const { severity } of this.#byCode?.values() ?? []) counts[severity] += 1;
    return counts;
  }
}
