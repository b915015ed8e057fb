import type { Reply } from "../reply.ts";
import type { BinaryString } from "./octets.ts";

/** A BDAT chunk while it is read. */
export interface BdatChunk {
  /** Octets of the chunk. */
  readonly size: number;
  readonly isLast: boolean;
  /** Octets not received yet. */
  remaining: number;
  /** The reply after the chunk was read, if it is refused. */
  refusal: Reply | undefined;
}

/** Parses `chunk-size [LAST]`, the argument of BDAT (RFC 3030 §2). Returns undefined if it is malformed. */
export function parseBdatArgument(argument: BinaryString): BdatChunk | undefined {
  const groups = /^(?<size>\d{1,15})(?<last> +LAST)?$/i.exec(argument)?.groups;
  if (groups === undefined) return undefined;
  const size = Number(groups["size"]);
  return { size, isLast: groups["last"] !== undefined, remaining: size, refusal: undefined };
}
