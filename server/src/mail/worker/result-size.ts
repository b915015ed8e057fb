/** Memory that a result takes, in bytes, roughly: 2 for each UTF-16 code unit, 16 for each object or number. */
export function estimateBytes(value: unknown): number {
  if (typeof value === "string") return 2 * value.length;
  if (value instanceof Uint8Array) return value.byteLength;
  if (typeof value !== "object" || value === null) return 16;
  return Object.values(value).reduce<number>((sum, member) => sum + estimateBytes(member), 16);
}

/** Smaller arrays may lie in a pool that other arrays share, and are cheap to copy. */
const MIN_TRANSFERRED_BYTES = 64 * 1024;

/** The large byte arrays among a result's members, or the result itself: what need not be copied between threads. */
export function listTransferables(result: unknown): ArrayBuffer[] {
  const isRecord = typeof result === "object" && result !== null && !(result instanceof Uint8Array);
  const members: unknown[] = isRecord ? Object.values(result) : [result];
  return members.flatMap((member) =>
    member instanceof Uint8Array &&
    member.buffer instanceof ArrayBuffer &&
    member.byteLength >= MIN_TRANSFERRED_BYTES &&
    member.byteLength === member.buffer.byteLength
      ? [member.buffer]
      : [],
  );
}
