import type { Finding } from "@mailglass/shared";
import { FINDINGS, type FindingCode } from "./finding-table.ts";

/** A range of bytes of the source: `end` is the offset after the last. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Characters of what was seen that are told. */
const MAX_SEEN = 200;

/** Findings, each kind once, at its first place, with how often it was seen. */
export class FindingList {
  readonly #byCode = new Map<FindingCode, { finding: Finding; count: number }>();

  /**
   * @param where bytes of the source; nothing for the message as a whole
   * @param seen what was seen, in a few words
   */
  add(code: FindingCode, where?: Range, seen = ""): void {
    const known = this.#byCode.get(code);
    if (known !== undefined) {
      known.count++;
      return;
    }
    const { severity, rfc, text, fix } = FINDINGS[code];
    const shown = seen.length > MAX_SEEN ? `${seen.slice(0, MAX_SEEN)}…` : seen;
    const finding: Finding = {
      code,
      severity,
      rfc,
      where: where ? { in: "source", start: where.start, end: where.end } : { in: "message" },
      text: shown === "" ? `${text}.` : `${text}: ${shown}`,
      fix,
      count: 1,
    };
    this.#byCode.set(code, { finding, count: 1 });
  }

  all(): Finding[] {
    return Array.from(this.#byCode.values(), ({ finding, count }) => ({ ...finding, count }));
  }
}
