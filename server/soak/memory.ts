import { check } from "./failure.ts";
import type { Http } from "./http.ts";

const MIB = 1024 * 1024;
/** Rounds from which on memory can be compared with what it was. */
const ENOUGH_ROUNDS = 12;
/** What a server may take beyond its messages, whatever is done to it: hostile messages are large once decoded. */
const MAX_BEYOND = 600 * MIB;

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;

/**
 * Fails where resident memory is far too high, or where the last third of the rounds has more than the third before it.
 *
 * @returns bytes that are resident now
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
