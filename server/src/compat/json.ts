/**
 * Reads JSON as Go does, in which both products are written: names of members in any case, and what has the wrong
 * type or is not there reads as nothing.
 */
export interface JsonReader {
  text(name: string): string | undefined;
  number(name: string): number | undefined;
  flag(name: string): boolean | undefined;
  texts(name: string): string[] | undefined;
  member(name: string): JsonReader | undefined;
  members(name: string): JsonReader[];
  /** The members of an object that are texts. */
  record(name: string): Record<string, string>;
}

/** A reader of an object; undefined for anything else. */
export function readJson(value: unknown): JsonReader | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const members = new Map(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member as unknown]));
  const get = (name: string) => members.get(name.toLowerCase());
  const list = (name: string): unknown[] => {
    const found = get(name);
    return Array.isArray(found) ? found : [];
  };
  return {
    text: (name) => ofType(get(name), (value) => typeof value === "string"),
    number: (name) => ofType(get(name), (value) => typeof value === "number"),
    flag: (name) => ofType(get(name), (value) => typeof value === "boolean"),
    texts: (name) => (Array.isArray(get(name)) ? list(name).filter((item) => typeof item === "string") : undefined),
    member: (name) => readJson(get(name)),
    members: (name) => list(name).flatMap((item) => readJson(item) ?? []),
    record: (name) =>
      Object.fromEntries(
        Object.entries(get(name) ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
      ),
  };
}

function ofType<T>(value: unknown, isWanted: (value: unknown) => value is T): T | undefined {
  return isWanted(value) ? value : undefined;
}
