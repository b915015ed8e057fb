/** Returns a signal that aborts with `signal`, and after `timeoutMs` at the latest. */
export function limitTime(signal: AbortSignal | undefined, timeoutMs: number): AbortSignal {
  const limit = AbortSignal.timeout(timeoutMs);
  return signal === undefined ? limit : AbortSignal.any([signal, limit]);
}
