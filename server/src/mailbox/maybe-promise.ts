/** A value, or a promise of it if the worker has to compute it. */
export type MaybePromise<Value> = Value | Promise<Value>;

/** Applies a function to the value, synchronously if it is not a promise. So only large messages wait for a later turn. */
export function whenReady<Value, Result>(
  value: MaybePromise<Value>,
  continuation: (value: Value) => MaybePromise<Result>,
): MaybePromise<Result> {
  // oxlint-disable-next-line no-callback-in-promise -- this is not a callback: its result is returned
  return value instanceof Promise ? value.then(continuation) : continuation(value);
}
