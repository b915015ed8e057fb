import type { BinaryString } from "./octets.ts";
import type { Reply } from "./reply.ts";

/** A chunk of BDAT that is being read. */
export interface Chunk {
  readonly size: number;
  readonly last: boolean;
  /** Octets that are still to come. */
  left: number;
  /** What it gets once it was read, where it is not taken. */
  refusal: Reply | undefined;
}

/** `chunk-size [LAST]`, the argument of BDAT (RFC 3030 §2). */
export function parseChunk(argument: BinaryString): Chunk | undefined {
  const groups = /^(?<size>\d{1,15})(?<last> +LAST)?$/i.exec(argument)?.groups;
  if (groups === undefined) return undefined;
  const size = Number(groups["size"]);
  return { size, last: groups["last"] !== undefined, left: size, refusal: undefined };
}
