import { HTTP_JOBS } from "../http/worker-jobs.ts";
import { serveJobs } from "../mail/worker/serve-jobs.ts";
import { MAIL_JOBS } from "../mail/worker/worker-jobs.ts";
import { loadCompatJobs } from "./compat-jobs.ts";

/* Entry point of the worker thread: registers all jobs. Their code is loaded when they first run. */

serveJobs([...MAIL_JOBS, ...HTTP_JOBS, ...(await loadCompatJobs())]);
