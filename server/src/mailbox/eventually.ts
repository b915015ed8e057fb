/** A value, or a promise of it where a worker has to find it first. */
export type Eventually<Value> = Value | Promise<Value>;

/** Continues at once where the value is there already, so that nothing but large messages ever waits for a turn. */
export function whenReady<Value, Result>(
  value: Eventually<Value>,
  continuation: (value: Value) => Eventually<Result>,
): Eventually<Result> {
  // oxlint-disable-next-line no-callback-in-promise -- this is no callback: its result is returned
  return value instanceof Promise ? value.then(continuation) : continuation(value);
}
