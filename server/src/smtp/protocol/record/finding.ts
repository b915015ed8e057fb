import { copyText } from "../copy-text.ts";
import type { Severity } from "./severity.ts";
import { findWireCause } from "./wire-causes.ts";
import type { WireGroup } from "./wire-finding-definition.ts";
import { WIRE_FINDINGS, type WireFindingCode } from "./wire-findings.ts";

export type FindingLocation = { in: "transcript"; line: number } | { in: "message" } | { in: "session" };

/** The place of a line of the conversation; 0 if it has none yet. */
export const locateLine = (line: number): FindingLocation =>
  line === 0 ? { in: "session" } : { in: "transcript", line };

/** Groups of findings on the content of a message. The engine finds none of them; a hook may. */
export type ContentGroup = "grammar" | "mime" | "provider" | "provider-api" | "html" | "calendar" | "signature";

/** Something that was accepted, and that a stricter server would refuse or report. */
export interface Finding {
  code: string;
  group: WireGroup | ContentGroup;
  severity: Severity;
  rfc: string;
  /** Where it occurred first. */
  where: FindingLocation;
  /** Where it occurred, up to MAX_PLACES. */
  places: FindingLocation[];
  text: string;
  fix: string;
  count: number;
  /** Code of the finding that causes it; null if it has no known cause. */
  because: string | null;
}

export interface FindingCounts {
  error: number;
  warning: number;
  info: number;
}

/** A finding of a hook: why it refuses a message. */
export type HookFinding = Readonly<Pick<Finding, "code" | "group" | "severity" | "rfc" | "text" | "fix">>;

/** What a finding has instead of the values of its definition. */
export interface FindingOverrides {
  readonly severity?: Severity;
  readonly fix?: string | undefined;
}

const MAX_DETAIL_LENGTH = 200;
const MAX_PLACES = 100;
const SEVERITIES: readonly Severity[] = ["error", "warning", "info"];
/** Findings that never explain why a session failed. */
const MINOR_CODES: ReadonlySet<string> = new Set<WireFindingCode>([
  "ehlo-not-a-host",
  "helo-instead-of-ehlo",
  "trailing-blank",
  "no-quit",
  "auth-without-tls",
  "starttls-not-used",
  "repeated-recipient",
  "size-too-large",
  "unused-pipelining",
]);
const NO_FINDINGS: readonly Finding[] = [];

/** The findings of a session or of a message: one per code, with the number of occurrences. */
export class WireFindingList {
  #byCode: Map<string, Finding> | undefined;
  #placeCount = 0;

  /** Adds a finding, or counts it if its code is present. `detail` is shown after the text. */
  add(code: WireFindingCode, where: FindingLocation, detail: string, overrides: FindingOverrides = {}): void {
    if (this.#countAgain(code, where)) return;
    const { severity, group, rfc, text, fix } = WIRE_FINDINGS[code];
    const shown = detail.length > MAX_DETAIL_LENGTH ? `${copyText(detail.slice(0, MAX_DETAIL_LENGTH))}…` : detail;
    this.#create(where, {
      code,
      group,
      severity: overrides.severity ?? severity,
      rfc,
      text: detail === "" ? `${text}.` : `${text}: ${shown}`,
      fix: overrides.fix ?? fix,
    });
  }

  /** Adds a finding of a hook, or counts it if its code is present. */
  addOfHook({ code, group, severity, rfc, text, fix }: HookFinding, where: FindingLocation): void {
    if (!this.#countAgain(code, where)) this.#create(where, { code, group, severity, rfc, text, fix });
  }

  /** Counts a finding again. Returns false if there is none of this code. */
  #countAgain(code: string, where: FindingLocation): boolean {
    const existing = this.#byCode?.get(code);
    if (existing === undefined) return false;
    existing.count += 1;
    if (existing.places.length >= MAX_PLACES) return true;
    existing.places.push(where);
    this.#placeCount += 1;
    return true;
  }

  #create(where: FindingLocation, finding: HookFinding): void {
    this.#placeCount += 1;
    this.#byCode ??= new Map();
    this.#byCode.set(finding.code, { ...finding, where, places: [where], count: 1, because: null });
  }

  /** Appends a line to the detail of a finding, unless the detail is long already. */
  appendDetail(code: WireFindingCode, line: string): void {
    const finding = this.#byCode?.get(code);
    if (finding === undefined || finding.text.length > WIRE_FINDINGS[code].text.length + MAX_DETAIL_LENGTH) return;
    finding.text = `${finding.text} ↵ ${copyText(line.slice(0, MAX_DETAIL_LENGTH))}`;
  }

  /** Number of places of all findings. */
  get placeCount(): number {
    return this.#placeCount;
  }

  /** The first finding of the highest severity that may explain a failure, causes only; null if there is none. */
  mainFinding(): Pick<Finding, "code" | "severity" | "text"> | null {
    const byCode = this.#byCode;
    if (byCode === undefined) return null;
    const causes = [...byCode].flatMap(([code, finding]) =>
      MINOR_CODES.has(code) || findWireCause(code, byCode) !== null ? [] : [finding],
    );
    const main = SEVERITIES.flatMap((severity) => causes.filter((finding) => finding.severity === severity))[0];
    return main === undefined ? null : { code: main.code, severity: main.severity, text: main.text };
  }

  has(code: WireFindingCode): boolean {
    return this.#byCode?.has(code) ?? false;
  }

  /** @param codes those that are wanted; by default all */
  toArray(codes?: ReadonlySet<string>): readonly Finding[] {
    const byCode = this.#byCode;
    if (byCode === undefined) return NO_FINDINGS;
    const findings: Finding[] = [];
    for (const finding of byCode.values()) {
      if (codes?.has(finding.code) === false) continue;
      findings.push({ ...finding, places: [...finding.places], because: findWireCause(finding.code, byCode) });
    }
    return findings;
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
