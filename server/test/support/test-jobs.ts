import { setTimeout as wait } from "node:timers/promises";
import { threadId } from "node:worker_threads";
import type { AnyJob, Job, JobFunction } from "../../src/mail/worker/job.ts";

function job<Params, Result>(name: string, run: JobFunction<Params, Result>, maxDirectBytes = 0): Job<Params, Result> {
  return { name, maxDirectBytes, load: async () => run };
}

let runs = 0;

/** Returns the thread, how often the job ran there, and its parameters. */
export const lookJob = job("test/look", (mail, label: string, { isOnMainThread }) => ({
  label,
  isOnMainThread,
  threadId,
  run: ++runs,
  source: mail.raw().toString("latin1", 0, 20),
  bytes: mail.raw().length,
  recipients: mail.envelope.to.map(({ address }) => address),
}));

/** Sum of all bytes of the source, modulo 2^32. */
export const sumJob = job("test/sum", (mail) => mail.raw().reduce((sum, byte) => (sum + byte) >>> 0, 0));

/** Creates that many bytes of one value. */
export const bytesJob = job("test/bytes", (_mail, size: number) => new Uint8Array(size).fill(7));

export const throwJob = job("test/throw", (): never => {
  throw new RangeError("thrown by the job");
});

export const waitJob = job("test/wait", async (_mail, milliseconds: number) => {
  await wait(milliseconds);
  return "waited";
});

/** Never ends, and never yields. */
export const spinJob = job("test/spin", (): never => {
  for (;;);
});

/** Fills the heap. */
export const allocateJob = job("test/allocate", (): never => {
  const held: unknown[] = [];
  for (;;) held.push(Array.from({ length: 10_000 }, (_, index) => ({ index })));
});

export const exitJob = job("test/exit", (): never => process.exit(3));

export const smallJob = job("test/small", (_mail, _params: null, { isOnMainThread }) => isOnMainThread, 100);

export const TEST_JOBS: readonly AnyJob[] = [
  lookJob,
  sumJob,
  bytesJob,
  throwJob,
  waitJob,
  spinJob,
  allocateJob,
  exitJob,
  smallJob,
];
