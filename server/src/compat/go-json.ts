/**
 * Reads JSON as Go does, in which Mailpit is written: names of members in any case, and what has the wrong type or is
 * missing reads as nothing. For what is put into the mailbox; what deletes or marks is read by `readRequest`.
 */
export interface GoJsonReader {
  text(name: string): string | undefined;
  texts(name: string): string[] | undefined;
  member(name: string): GoJsonReader | undefined;
  members(name: string): GoJsonReader[];
  /** The members of an object that are texts. */
  record(name: string): Record<string, string>;
}

/** A reader of an object. */
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
