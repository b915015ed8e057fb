/** Estimates the memory of a result in bytes: 2 per UTF-16 code unit, 16 per object or number. */
export function estimateBytes(value: unknown): number {
  if (typeof value === "string") return 2 * value.length;
  if (value instanceof Uint8Array) return value.byteLength;
  if (typeof value !== "object" || value === null) return 16;
  return Object.values(value).reduce<number>((sum, member) => sum + estimateBytes(member), 16);
}

/** Minimum size of a transferred array, in bytes. Smaller ones may share a pool, and are cheap to copy. */
const MIN_TRANSFERRED_BYTES = 64 * 1024;

/** Returns the large byte arrays of a result (its members, or the result itself). They are transferred instead of copied. */
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
