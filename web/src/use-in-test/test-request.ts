import { createFieldTerm, formatQuery, type Message } from "@mailglass/shared";

/** What a test waits for, and what it needs of the message. */
export interface TestRequest {
  /** URL of the server; ends with a slash. */
  readonly url: string;
  /** Text in the query language. */
  readonly q: string;
  readonly extract: Extract;
}

export type Extract =
  | { readonly type: "subject" }
  /** `isOnly`: the message has no other code. */
  | { readonly type: "code"; readonly isOnly: boolean }
  /** The first link that starts with `prefix`. `isOnly`: no other link contains it. */
  | { readonly type: "link"; readonly prefix: string; readonly isOnly: boolean };

/** Maximum length of the subject in a query. */
const MAX_SUBJECT_LENGTH = 100;

/** Returns the query that finds messages like this one: to the same recipient, with the same subject but for its codes. */
export function queryForMessage({ recipients, sender, subject, codes }: Message): string {
  const [to] = recipients;
  const stable = stableSubject(subject, codes);
  return formatQuery({
    type: "all",
    of: [
      to === undefined ? createFieldTerm("from", sender) : createFieldTerm("to", to),
      ...(stable === "" ? [] : [createFieldTerm("subject", stable)]),
    ],
  });
}

/** Returns the longest part of a subject that has none of the message's codes. */
function stableSubject(subject: string, codes: Message["codes"]): string {
  let parts = [subject];
  for (const { value } of codes) parts = parts.flatMap((part) => part.split(value));
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best), "").trim();
  if (longest.length <= MAX_SUBJECT_LENGTH) return longest;
  // At the end of a word, if there is one.
  return longest.slice(0, MAX_SUBJECT_LENGTH + 1).replace(/\s*\S*$/, "") || longest.slice(0, MAX_SUBJECT_LENGTH);
}

/** Returns what a test may want of the message, the likeliest first. */
export function listExtracts({ codes, links }: Pick<Message, "codes" | "links">): Extract[] {
  const values = new Set(codes.map(({ value }) => value));
  const prefixes = new Set(links.map(({ href }) => stablePrefix(href)));
  return [
    ...(values.size > 0 ? [{ type: "code", isOnly: values.size === 1 } as const] : []),
    ...Array.from(prefixes, (prefix): Extract => {
      const hrefs = links.flatMap(({ href, text }) => (href.includes(prefix) || text.includes(prefix) ? [href] : []));
      return { type: "link", prefix, isOnly: new Set(hrefs).size === 1 };
    }),
    { type: "subject" },
  ];
}

/** Returns the start of a URL that is the same in every message: up to its query, fragment, or first segment with a token. */
export function stablePrefix(href: string): string {
  const [origin = href] = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(href) ?? [];
  const [path = ""] = href.slice(origin.length).split(/[?#]/);
  const segments = path.split("/");
  const token = segments.findIndex((segment) => /\d/.test(segment) || segment.length > 24);
  return origin + (token < 0 ? path : `${segments.slice(0, token).join("/")}/`);
}
