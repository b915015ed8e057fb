/** Header fields in their order. A name may be repeated. */
export type HeaderFields = readonly (readonly [name: string, value: string])[];

/** Joins header fields. Those of `own` replace all with the same name, whatever its case. */
export function mergeHeaders(shared: HeaderFields = [], own: HeaderFields = []): HeaderFields {
  const replaced = new Set(own.map(([name]) => name.toLowerCase()));
  return [...shared.filter(([name]) => !replaced.has(name.toLowerCase())), ...own];
}
