import type { Problem } from "@mailglass/shared";

/** All problems of the API by name, with status and title. The detail says what to do. */
const PROBLEMS = {
  "bad-request": [400, "The request cannot be read"],
  "invalid-query": [400, "The search query cannot be parsed"],
  "delivery-refused": [400, "The SMTP server refused the message"],
  unauthorized: [401, "Authentication is required"],
  "not-enabled": [403, "This is not enabled on this server"],
  "release-refused": [403, "The message may not be released there"],
  "foreign-origin": [403, "Requests from this origin are not allowed"],
  "not-found": [404, "Not found"],
  "no-such-route": [404, "Unknown route"],
  "wait-timed-out": [404, "The wait timed out"],
  "method-not-allowed": [405, "Method not allowed"],
  "not-acceptable": [406, "Not available in the requested form"],
  "request-timeout": [408, "The request took too long to arrive"],
  "payload-too-large": [413, "The body is too large"],
  "unsupported-media-type": [415, "Unsupported media type of the body"],
  "range-not-satisfiable": [416, "The range is outside the source"],
  "foreign-host": [421, "Requests with this host name are not allowed"],
  "header-too-large": [431, "The request's header is too large"],
  "internal-error": [500, "Internal error"],
  "delivery-failed": [502, "The SMTP server did not accept the message"],
  "not-available": [501, "This is not available here"],
  "out-of-memory": [503, "Not enough memory at the moment"],
  stopping: [503, "The server is stopping"],
  "store-failed": [503, "The store cannot be written"],
  "too-expensive": [503, "The request takes too much time or memory"],
  "too-many": [503, "Too many at once"],
} as const satisfies { readonly [name: string]: readonly [status: number, title: string] };

export type ProblemName = keyof typeof PROBLEMS;

/** Thrown by routes; sent as `application/problem+json` (RFC 9457). */
export class HttpProblem extends Error {
  readonly document: Problem & { readonly [member: string]: unknown };

  /**
   * @param detail says what is wrong and what to do
   * @param members further members of the document
   */
  constructor(name: ProblemName, detail: string, members: Readonly<Record<string, unknown>> = {}) {
    super(detail);
    const [status, title] = PROBLEMS[name];
    this.document = { type: `urn:mailglass:problem:${name}`, title, status, detail, ...members };
  }
}

/** Creates the problem for a request that was not completed because the server stops. */
export const stoppingProblem = (): HttpProblem =>
  new HttpProblem("stopping", "The server is stopping. Try again once it has been restarted.");

/** Creates the problem for an id that does not exist. */
export function notFoundProblem(what: string, id: string): HttpProblem {
  return new HttpProblem("not-found", `There is no ${what} “${id}”: it was deleted or evicted, or it never existed.`);
}
