import { serveJobs } from "../../src/mail/worker/serve-jobs.ts";
import { TEST_JOBS } from "./test-jobs.ts";

serveJobs(TEST_JOBS);
