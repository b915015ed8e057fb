import { HTTP_JOBS } from "../http/worker-jobs.ts";
import { serveJobs } from "../mail/worker/serve-jobs.ts";
import { MAIL_JOBS } from "../mail/worker/worker-jobs.ts";
import { loadCompatJobs } from "./compat-jobs.ts";

/* The file that the worker thread runs: every job there is. It loads their code when they are first run. */

serveJobs([...MAIL_JOBS, ...HTTP_JOBS, ...(await loadCompatJobs())]);
