import { randomUUID } from "node:crypto";
import { type Chunks, toBuffer } from "../chunks.ts";
import type { Arrival } from "../mail.ts";
import type { JobSource } from "./job.ts";

/** Creates the source of a single job: results of transient sources are not cached. `size` is that of all chunks, in bytes. */
export function createTransientSource(chunks: Chunks, size: number, arrival: Arrival): JobSource {
  const [first, ...others] = chunks;
  let joined = first !== undefined && others.length === 0 ? toBuffer(first) : undefined;
  const mail = { raw: () => (joined ??= Buffer.concat(chunks)), ...arrival };
  return { id: randomUUID(), isTransient: true, size, ...arrival, chunks: () => chunks, mail: () => mail };
}
