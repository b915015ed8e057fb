const CR = 13;
const LF = 10;

/** What mail data has that RFC 5321 §2.3.8 and RFC 5322 §2.1.1 do not allow, and how often. */
export interface DataFaults {
  bareLf: number;
  bareCr: number;
  nul: number;
  /** Lines of more than 998 octets, line end not counted. */
  longLines: number;
}

/** Looks at every octet of a message. It takes its time, so only a strict server does it while the client waits. */
export function scanData(pieces: readonly Uint8Array[]): DataFaults {
  const faults: DataFaults = { bareLf: 0, bareCr: 0, nul: 0, longLines: 0 };
  let afterCr = false;
  let length = 0;
  for (const piece of pieces) {
    for (const octet of piece) {
      if (octet === LF) {
        if (!afterCr) faults.bareLf += 1;
        if (length - (afterCr ? 1 : 0) > 998) faults.longLines += 1;
        length = 0;
      } else {
        if (afterCr) faults.bareCr += 1;
        if (octet === 0) faults.nul += 1;
        length += 1;
      }
      afterCr = octet === CR;
    }
  }
  return faults;
}
