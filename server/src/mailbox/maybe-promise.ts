/** A value, or a promise of it where a worker has to find it first. */
export type MaybePromise<Value> = Value | Promise<Value>;

/** Continues at once where the value is there already, so that nothing but large messages ever waits for a turn. */
export function whenReady<Value, Result>(
  value: MaybePromise<Value>,
  continuation: (value: Value) => MaybePromise<Result>,
): MaybePromise<Result> {
  // oxlint-disable-next-line no-callback-in-promise -- this is no callback: its result is returned
  return value instanceof Promise ? value.then(continuation) : continuation(value);
}
