/** Why a job has no result, other than an error thrown by its code. */
export type JobFailure =
  /** It took longer than the time limit. */
  | "too-slow"
  /** It needed more memory than the worker may have. */
  | "out-of-memory"
  /** The worker ended for another reason. */
  | "crashed"
  /** Too many jobs are waiting. */
  | "busy"
  /** The caller's signal was aborted. */
  | "aborted"
  /** The worker was closed with the server. */
  | "closed";

const MESSAGES: Readonly<Record<JobFailure, string>> = {
  "too-slow": "The job took too long",
  "out-of-memory": "The job needed too much memory",
  crashed: "The worker thread ended unexpectedly",
  busy: "Too many jobs are waiting",
  aborted: "The job was aborted by its caller",
  closed: "The worker is closed",
};

/** A job that ended without a result. Errors thrown by the job's code are rethrown as they are. */
export class JobError extends Error {
  override name = "JobError";
  readonly failure: JobFailure;

  constructor(failure: JobFailure, options?: ErrorOptions) {
    super(MESSAGES[failure], options);
    this.failure = failure;
  }
}
