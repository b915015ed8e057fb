import type { Problem } from "../problem.ts";

/** The server refused. `problem` is the RFC 9457 document; `message` is its detail, which says what to do. */
export class ProblemError extends Error {
  readonly problem: Problem & { readonly [member: string]: unknown };

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = "ProblemError";
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }

  /** Returns whether this is the problem with this name, e.g. `is("wait-timed-out")`. */
  is(name: string): boolean {
    return this.problem.type === `urn:mailglass:problem:${name}`;
  }
}

/** Reads a response that is not a success. It may come from a proxy, so its content may be anything. */
export async function readProblem(response: Response): Promise<ProblemError> {
  const text = await response.text().catch(() => "");
  if (response.headers.get("content-type")?.startsWith("application/problem+json")) {
    const problem: Problem = JSON.parse(text);
    return new ProblemError(problem);
  }
  return new ProblemError({
    type: "about:blank",
    title: response.statusText,
    status: response.status,
    detail: text.slice(0, 500) || `HTTP ${response.status} ${response.statusText}`,
  });
}
