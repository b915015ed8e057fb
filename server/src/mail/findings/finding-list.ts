import { type Finding, type FindingPlace, MAX_FINDING_PLACES } from "@mailglass/shared";
import { FINDINGS, type FindingCode } from "./finding-table.ts";

/** A range of bytes of the source: `end` is the offset after the last. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Maximum length of the detail, in characters. */
const MAX_DETAIL_LENGTH = 200;

interface Entry {
  readonly finding: Omit<Finding, "count"> & { count: number };
  readonly places: FindingPlace[];
}

/** A list of findings: each kind once, with its first places and its count. */
export class FindingList {
  readonly #byCode = new Map<FindingCode, Entry>();

  /**
   * @param range bytes of the source; undefined for the message as a whole
   * @param detail the offending text or value, in a few words
   * @param fix replaces the fix of the kind, where more is known; without a full stop
   * @param because the code of its cause, where only the check knows it
   */
  add(code: FindingCode, range?: ByteRange, detail = "", fix?: string, because?: FindingCode): void {
    const existing = this.#byCode.get(code);
    if (existing !== undefined) {
      existing.finding.count++;
      if (existing.places.length < MAX_FINDING_PLACES) existing.places.push(toPlace(range));
      return;
    }
    const definition = FINDINGS[code];
    const { group, severity, rfc, text } = definition;
    const shown = detail.length > MAX_DETAIL_LENGTH ? `${detail.slice(0, MAX_DETAIL_LENGTH)}…` : detail;
    const where = toPlace(range);
    const places = [where];
    const finding = {
      code,
      group,
      severity,
      rfc,
      where,
      places,
      text: shown === "" ? `${text}.` : `${text}: ${shown}`,
      fix: fix ?? definition.fix,
      count: 1,
      because: because ?? null,
    };
    this.#byCode.set(code, { finding, places });
  }

  /**
   * Adds a finding several times. Only the ranges that are kept are computed, so that a body with 60,000 of them costs little.
   *
   * @param rangeOf returns the bytes of the source of the one with this index
   * @param detail of the first
   */
  addAll(code: FindingCode, count: number, rangeOf: (index: number) => ByteRange, detail = "", fix?: string): void {
    const kept = Math.min(count, MAX_FINDING_PLACES);
    for (let index = 0; index < kept; index++) this.add(code, rangeOf(index), detail, fix);
    const entry = this.#byCode.get(code);
    if (entry !== undefined) entry.finding.count += count - kept;
  }

  toArray(): Finding[] {
    return Array.from(this.#byCode.values(), ({ finding }) => finding);
  }
}

function toPlace(range: ByteRange | undefined): FindingPlace {
  return range === undefined ? { in: "message" } : { in: "source", start: range.start, end: range.end };
}
