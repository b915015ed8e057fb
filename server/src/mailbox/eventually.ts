/** A value, or a promise of it where a worker has to find it first. */
export type Eventually<Value> = Value | Promise<Value>;

/** Continues at once where the value is there already, so that nothing but large messages ever waits for a turn. */
export function whenReady<Value, Result>(
  value: Eventually<Value>,
  next: (value: Value) => Eventually<Result>,
): Eventually<Result> {
  return value instanceof Promise ? value.then(next) : next(value);
}
