import { check } from "./failure.ts";
import type { Http } from "./http.ts";

const MIB = 1024 * 1024;
/** Number of rounds after which memory can be compared with earlier rounds. */
const ENOUGH_ROUNDS = 12;
/** Maximum memory beyond the messages themselves, in bytes: hostile messages are large once decoded. */
const MAX_BEYOND = 600 * MIB;

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;

/**
 * Fails if resident memory is far too high, or if it was higher in the last third of the rounds than in the third before.
 *
 * @returns the resident memory, in bytes
 */
export async function checkMemory(http: Http, before: readonly number[], held: number): Promise<number> {
  const { body } = await http.call("/metrics");
  const now = Number(/^process_resident_memory_bytes (\S+)$/m.exec(body.toString())?.[1]);
  check(now < held + MAX_BEYOND, `${Math.round(now / MIB)} MiB are resident`);
  const all = [...before, now];
  if (all.length >= ENOUGH_ROUNDS) {
    const third = Math.floor(all.length / 3);
    const [middle, last] = [median(all.slice(-2 * third, -third)), median(all.slice(-third))];
    check(
      last < middle * 1.25 + 40 * MIB,
      `memory grows: ${all.map((bytes) => Math.round(bytes / MIB)).join(" ")} MiB at the ends of the rounds`,
    );
  }
  return now;
}
