/** One error and its place: `pointer` is a JSON Pointer (RFC 6901) into the query or the body. */
export interface RequestError {
  readonly in: "query" | "body";
  readonly pointer: string;
  readonly message: string;
}

/**
 * A request that cannot be read in exactly one way. Thrown before anything has been changed. Each API responds in its
 * own form, with `statusCode`. The message says what to correct.
 */
export class UnreadableRequestError extends Error {
  override name = "UnreadableRequest";
  readonly statusCode: 400 | 413 | 415;
  readonly errors: readonly RequestError[];

  constructor(
    message: string,
    { statusCode = 400, errors = [] }: Partial<Pick<UnreadableRequestError, "statusCode" | "errors">> = {},
  ) {
    super(message);
    this.statusCode = statusCode;
    this.errors = errors;
  }
}
