import type { Finding } from "@mailglass/shared";
import { FINDINGS, type FindingCode } from "./finding-table.ts";

/** A range of bytes of the source: `end` is the offset after the last. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Maximum length of the detail, in characters. */
const MAX_DETAIL_LENGTH = 200;

/** A list of findings: each kind once, with its first range and its count. */
export class FindingList {
  readonly #byCode = new Map<FindingCode, { finding: Finding; count: number }>();

  /**
   * @param range bytes of the source; undefined for the message as a whole
   * @param detail the offending text or value, in a few words
   */
  add(code: FindingCode, range?: ByteRange, detail = ""): void {
    const known = this.#byCode.get(code);
    if (known !== undefined) {
      known.count++;
      return;
    }
    const { severity, rfc, text, fix } = FINDINGS[code];
    const shown = detail.length > MAX_DETAIL_LENGTH ? `${detail.slice(0, MAX_DETAIL_LENGTH)}…` : detail;
    const finding: Finding = {
      code,
      severity,
      rfc,
      where: range ? { in: "source", start: range.start, end: range.end } : { in: "message" },
      text: shown === "" ? `${text}.` : `${text}: ${shown}`,
      fix,
      count: 1,
    };
    this.#byCode.set(code, { finding, count: 1 });
  }

  toArray(): Finding[] {
    return Array.from(this.#byCode.values(), ({ finding, count }) => ({ ...finding, count }));
  }
}
