import type { Reply } from "../reply.ts";
import type { BinaryString } from "./octets.ts";

/** A chunk of BDAT that is being read. */
export interface BdatChunk {
  readonly size: number;
  readonly isLast: boolean;
  /** Octets that are still to come. */
  remaining: number;
  /** What it gets once it was read, where it is not taken. */
  refusal: Reply | undefined;
}

/** `chunk-size [LAST]`, the argument of BDAT (RFC 3030 §2). */
export function parseBdatArgument(argument: BinaryString): BdatChunk | undefined {
  const groups = /^(?<size>\d{1,15})(?<last> +LAST)?$/i.exec(argument)?.groups;
  if (groups === undefined) return undefined;
  const size = Number(groups["size"]);
  return { size, isLast: groups["last"] !== undefined, remaining: size, refusal: undefined };
}
