import type { Finding, Severity } from "@mailglass/shared";
import type { ByteRange } from "../model/route.ts";

/** A place in the source that findings refer to. */
export interface MarkedPlace extends ByteRange {
  readonly findings: readonly Finding[];
}

/** Lists the places of findings in the source, in order; findings with the same place together. */
export function listPlaces(findings: readonly Finding[]): MarkedPlace[] {
  const places = new Map<string, { start: number; end: number; findings: Finding[] }>();
  for (const finding of findings) {
    for (const place of finding.places) {
      if (place.in !== "source") continue;
      const { start, end } = place;
      const known = places.get(`${start}-${end}`);
      if (known === undefined) places.set(`${start}-${end}`, { start, end, findings: [finding] });
      else known.findings.push(finding);
    }
  }
  return [...places.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** What the margin of a row shows. */
export interface RowMark {
  readonly severity: Severity;
  /** The texts of the findings, one per line. */
  readonly text: string;
}

const SEVERITIES: readonly Severity[] = ["error", "warning", "info"];
/** Number of findings that a mark names. */
const MAX_NAMED = 5;

/**
 * Returns the mark of a row: for the places that start in it.
 *
 * @param places in order
 * @param start offset of the row's first byte
 * @param end offset of the next row's first byte
 */
export function findRowMark(places: readonly MarkedPlace[], start: number, end: number): RowMark | null {
  const findings = new Set<Finding>();
  for (let at = firstPlaceFrom(places, start); at < places.length; at++) {
    const place = places[at];
    if (place === undefined || place.start >= end) break;
    for (const finding of place.findings) findings.add(finding);
  }
  const severity = SEVERITIES.find((one) => [...findings].some((finding) => finding.severity === one));
  if (severity === undefined) return null;
  const texts = [...findings].slice(0, MAX_NAMED).map(({ text }) => text);
  const others = findings.size - texts.length;
  return { severity, text: [...texts, ...(others > 0 ? [`and ${others} more`] : [])].join("\n") };
}

/** Returns the index of the first place that starts at or after an offset. */
export function firstPlaceFrom(places: readonly MarkedPlace[], offset: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((places[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Returns the place after, or before, the one that is shown; the first, or the last, if none is. Wraps around. */
export function stepToPlace(
  places: readonly MarkedPlace[],
  shown: ByteRange | null,
  by: 1 | -1,
): MarkedPlace | undefined {
  const at = findPlace(places, shown);
  if (at >= 0) return places[(at + by + places.length) % places.length];
  if (shown === null) return by === 1 ? places[0] : places.at(-1);
  const next = firstPlaceFrom(places, shown.start);
  return by === 1 ? (places[next] ?? places[0]) : (places[next - 1] ?? places.at(-1));
}

/** Returns the index of the place with this range; -1 if there is none. */
export function findPlace(places: readonly MarkedPlace[], range: ByteRange | null): number {
  return range === null ? -1 : places.findIndex(({ start, end }) => start === range.start && end === range.end);
}
