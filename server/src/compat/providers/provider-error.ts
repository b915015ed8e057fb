/** What is wrong with a request; each provider has its own codes and texts for it. */
export type ErrorKind =
  | "invalid"
  /** The body cannot be parsed. */
  | "unreadable"
  | "missing"
  | "unauthorized"
  /** A recipient that bounced before, for example. */
  | "rejected"
  | "too-large"
  | "not-found"
  | "conflict"
  | "rate-limited"
  | "unavailable";

/** One error of a request. */
export interface RequestProblem {
  /** The field, e.g. personalizations[0].to; empty if it concerns the whole request. */
  readonly field: string;
  /** A sentence that says what to correct. */
  readonly message: string;
}

/** An error, as each provider formats it. */
export interface ErrorFacts {
  readonly kind: ErrorKind;
  /** HTTP status, if the provider has no other for this kind. */
  readonly status: number;
  /** At least one. */
  readonly problems: readonly RequestProblem[];
  /** The provider's own code, if it has several for this kind. */
  readonly code?: number | undefined;
  /** Whether the reply has this status, whatever the provider has for this kind. */
  readonly isStatusFixed?: boolean;
}

const DEFAULT_STATUS: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unreadable: 400,
  missing: 400,
  unauthorized: 401,
  rejected: 400,
  "too-large": 413,
  "not-found": 404,
  conflict: 409,
  "rate-limited": 429,
  unavailable: 500,
};

/** Whether an error is one of what the request contains. */
export const isInvalid = (kind: ErrorKind): boolean =>
  kind === "invalid" || kind === "missing" || kind === "unreadable";

/** A request that is refused as the provider would refuse it. */
export class ProviderError extends Error implements ErrorFacts {
  override name = "ProviderError";
  readonly kind: ErrorKind;
  readonly status: number;
  readonly problems: readonly RequestProblem[];
  readonly code: number | undefined;

  constructor(
    kind: ErrorKind,
    problems: readonly RequestProblem[],
    { status = DEFAULT_STATUS[kind], code }: { readonly status?: number; readonly code?: number } = {},
  ) {
    super(joinMessages(problems));
    this.code = code;
    this.kind = kind;
    this.status = status;
    this.problems = problems;
  }
}

/** Creates the error of a request that has one problem. `field` is empty if it concerns the whole request. */
export const createRefusal = (kind: ErrorKind, message: string, field = ""): ProviderError =>
  new ProviderError(kind, [{ field, message }]);

/** The same for a field that is not valid. */
export const invalid = (field: string, message: string): ProviderError => createRefusal("invalid", message, field);

/** @throws {ProviderError} if problems were found */
export function requireValid({ problems }: { readonly problems: readonly RequestProblem[] }): void {
  if (problems.length > 0) throw new ProviderError("invalid", problems);
}

/** Returns the messages of all problems as sentences, for errors that have one text. */
export function joinMessages(problems: readonly RequestProblem[]): string {
  const ended = problems.map(({ message }, index) =>
    index === problems.length - 1 || /[.!?]$/.test(message) ? message : `${message}.`,
  );
  return ended.join(" ");
}
