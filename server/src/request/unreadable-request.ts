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

/** An unreadable request as a value: an error that leaves a worker thread loses its class. */
export interface UnreadableRequest {
  readonly unreadable: Pick<UnreadableRequestError, "message" | "statusCode" | "errors">;
}

/** Runs code that may find a request unreadable, for `throwUnreadable`. Other errors are thrown. */
export async function catchUnreadable<Value>(read: () => Value | Promise<Value>): Promise<Value | UnreadableRequest> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof UnreadableRequestError)) throw error;
    const { message, statusCode, errors } = error;
    return { unreadable: { message, statusCode, errors } };
  }
}

/** @throws {UnreadableRequestError} what `catchUnreadable` caught */
export function throwUnreadable<Value extends object>(outcome: Value | UnreadableRequest): Value {
  if (!("unreadable" in outcome)) return outcome;
  const { message, ...facts } = outcome.unreadable;
  throw new UnreadableRequestError(message, facts);
}
