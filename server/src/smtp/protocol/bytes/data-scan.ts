const CR = 13;
const LF = 10;

/** RFC 5321 §4.5.3.1.6, without the line end. */
const MAX_LINE_OCTETS = 998;

/** How often a message violates RFC 5321 §2.3.8 and RFC 5322 §2.1.1. */
export interface DataViolations {
  bareLf: number;
  bareCr: number;
  nul: number;
  /** Lines longer than 998 octets without their line end. */
  longLines: number;
}

/** Scans every octet of a message. This is slow, so only strict mode does it while the client waits. */
export function countDataViolations(chunks: readonly Uint8Array[]): DataViolations {
  const violations: DataViolations = { bareLf: 0, bareCr: 0, nul: 0, longLines: 0 };
  let isAfterCr = false;
  let lineOctets = 0;
  const endLine = () => {
    if (lineOctets - (isAfterCr ? 1 : 0) > MAX_LINE_OCTETS) violations.longLines += 1;
    lineOctets = 0;
  };
  for (const chunk of chunks) {
    for (const octet of chunk) {
      if (octet === LF) {
        if (!isAfterCr) violations.bareLf += 1;
        endLine();
      } else {
        if (isAfterCr) violations.bareCr += 1;
        if (octet === 0) violations.nul += 1;
        lineOctets += 1;
      }
      isAfterCr = octet === CR;
    }
  }
  // The last chunk of BDAT may end anywhere (RFC 3030 §2).
  if (isAfterCr) violations.bareCr += 1;
  endLine();
  return violations;
}
