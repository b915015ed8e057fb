/** One thing that is wrong, and where: `pointer` is a JSON Pointer (RFC 6901) into the query or the body. */
export interface RequestError {
  readonly in: "query" | "body";
  readonly pointer: string;
  readonly message: string;
}

/**
 * A request that cannot be read in exactly one way. It is thrown before anything has been changed, and each API answers
 * it in its own form with `statusCode`. The message says what to correct.
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
