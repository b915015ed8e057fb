/**
 * Reads JSON as Go does, in which Mailpit is written: member names in any case; members that are missing or of the
 * wrong type are ignored. Used for new messages; requests that delete or mark are read by `readRequest`.
 */
export interface GoJsonReader {
  text(name: string): string | undefined;
  texts(name: string): string[] | undefined;
  member(name: string): GoJsonReader | undefined;
  members(name: string): GoJsonReader[];
  /** Returns the string members of an object. */
  record(name: string): Record<string, string>;
}

/** Returns a reader for an object. */
export function readGoJson(value: object): GoJsonReader {
  const members = new Map(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member as unknown]));
  const get = (name: string) => members.get(name.toLowerCase());
  const list = (name: string): unknown[] => {
    const found = get(name);
    return Array.isArray(found) ? found : [];
  };
  return {
    text: (name) => {
      const found = get(name);
      return typeof found === "string" ? found : undefined;
    },
    texts: (name) => (Array.isArray(get(name)) ? list(name).filter((item) => typeof item === "string") : undefined),
    member: (name) => readMember(get(name)),
    members: (name) => list(name).flatMap((item) => readMember(item) ?? []),
    record: (name) =>
      Object.fromEntries(
        Object.entries(get(name) ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
      ),
  };
}

const readMember = (value: unknown): GoJsonReader | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? readGoJson(value) : undefined;
