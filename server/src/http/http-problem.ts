import type { Problem } from "@mailglass/shared";

/** Every problem that the API answers with: its name, status and title. What to do about it is in the detail. */
const PROBLEMS = {
  "bad-request": [400, "The request cannot be read"],
  "invalid-query": [400, "The search text cannot be read"],
  unauthorized: [401, "A user and password are needed"],
  "foreign-origin": [403, "Refused to a page of another origin"],
  "not-found": [404, "There is no such thing"],
  "no-such-route": [404, "There is no such route"],
  "wait-timed-out": [404, "What was waited for did not come"],
  "method-not-allowed": [405, "This route does not know the method"],
  "not-acceptable": [406, "There is no such form of it"],
  "request-timeout": [408, "The request took too long to arrive"],
  "payload-too-large": [413, "The body is too large"],
  "unsupported-media-type": [415, "The body's media type is not understood"],
  "range-not-satisfiable": [416, "The range is outside of the source"],
  "foreign-host": [421, "Refused under this host name"],
  "header-too-large": [431, "The request's header is too large"],
  "internal-error": [500, "Something is broken in Mailglass"],
  "not-available": [501, "This is not available here"],
  "out-of-memory": [503, "There is too little memory for this now"],
  "too-expensive": [503, "It takes too much time or memory"],
  "too-many": [503, "There are too many of these at once"],
} as const satisfies { readonly [name: string]: readonly [status: number, title: string] };

export type ProblemName = keyof typeof PROBLEMS;

/** Thrown anywhere in a route; answered as `application/problem+json` (RFC 9457). */
export class HttpProblem extends Error {
  readonly document: Problem & { readonly [member: string]: unknown };

  /**
   * @param detail what is wrong and what to do, for a person
   * @param members further members of the document
   */
  constructor(name: ProblemName, detail: string, members: Readonly<Record<string, unknown>> = {}) {
    super(detail);
    const [status, title] = PROBLEMS[name];
    this.document = { type: `urn:mailglass:problem:${name}`, title, status, detail, ...members };
  }
}

/** Names what is missing. */
export function notFoundProblem(what: string, id: string): HttpProblem {
  return new HttpProblem(
    "not-found",
    `There is no ${what} “${id}”: it was deleted, made room for newer ones, or never was.`,
  );
}
