/** Returns a function that creates a value at its first call, and returns the same value at later ones. */
export function createLazy<Value>(create: () => Value): () => Value {
  let created: { readonly value: Value } | undefined;
  return () => (created ??= { value: create() }).value;
}
