import type { FastifyError } from "fastify";
import { JobError, type JobFailure } from "../../mail/worker/job-error.ts";
import { StoreError } from "../../mailbox/store.ts";
import { TemplatesFullError, TemplateTooLargeError } from "../../mailbox/template-store.ts";
import { UnreadableRequestError } from "../../request/unreadable-request.ts";
import type { ErrorFacts } from "./provider-error.ts";

const TOO_EXPENSIVE = "Translating the request takes more time or memory than Mailglass allows. Send less at once.";

/** What the program can do about a job without a result. An aborted job has no caller any more. */
const JOB_FAILURES: Readonly<Record<JobFailure, string>> = {
  "too-slow": TOO_EXPENSIVE,
  "out-of-memory": TOO_EXPENSIVE,
  busy: "Too many large requests are being read. Try again in a moment.",
  crashed: "The worker thread that reads large requests crashed. Try again.",
  aborted: "The server is stopping.",
  closed: "The server is stopping.",
};

/** Describes an error that the provider reports in its own form; undefined for those that are handled as in our own API. */
export function toErrorFacts(error: FastifyError): ErrorFacts | undefined {
  if (error instanceof JobError)
    return { kind: "unavailable", status: 503, problems: [{ field: "", message: JOB_FAILURES[error.failure] }] };
  if (error instanceof StoreError)
    return { kind: "unavailable", status: 503, problems: [{ field: "", message: error.message }] };
  if (error instanceof TemplateTooLargeError)
    return { kind: "unavailable", status: 503, problems: [{ field: "", message: error.message }] };
  if (error instanceof TemplatesFullError)
    return { kind: "too-large", status: 413, problems: [{ field: "", message: error.message }] };
  if (!(error instanceof UnreadableRequestError) && error.statusCode !== 413) return undefined;
  const status = error.statusCode ?? 400;
  const kind = status === 413 ? "too-large" : "unreadable";
  return { kind, status, problems: [{ field: "", message: error.message }] };
}
