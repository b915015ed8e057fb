import { threadId } from "node:worker_threads";
import { afterEach, expect, test, vi } from "vitest";
import { createJobSource, createMail } from "../../../test/support/create-mail.ts";
import * as jobs from "../../../test/support/test-jobs.ts";
import type { JobSource } from "./job.ts";
import { MailWorker, type MailWorkerOptions } from "./mail-worker.ts";

const ENTRY = new URL("../../../test/support/test-jobs-entry.ts", import.meta.url);
/** Longer than any job of these tests takes on a slow machine. */
const NO_LIMIT = 120_000;

vi.setConfig({ testTimeout: NO_LIMIT });

const opened: MailWorker[] = [];
afterEach(() => {
  for (const worker of opened.splice(0)) worker.close();
});

function workerWith(options: Partial<MailWorkerOptions> = {}): MailWorker {
  const unavailable = (error: unknown) => {
    throw new Error("No thread started", { cause: error });
  };
  const worker = new MailWorker({
    entry: ENTRY,
    onUnavailable: unavailable,
    limits: { jobTimeoutMs: NO_LIMIT },
    ...options,
  });
  opened.push(worker);
  return worker;
}

let sources = 0;

function sourceOf(raw: Buffer | string = "Subject: Hello\r\n\r\n"): JobSource {
  return createJobSource(`source${sources++}`, createMail(raw), 1_000_000);
}

test("a job runs in another thread, with the message's bytes, its envelope and the parameters", async () => {
  const seen = await workerWith().run(jobs.lookJob, sourceOf(), "one");
  expect(seen).toMatchObject({
    label: "one",
    isOnMainThread: false,
    source: "Subject: Hello\r\n\r\n",
    recipients: ["zoe@example.net"],
  });
  expect(seen.threadId).not.toBe(threadId);
});

test("a job on a small message runs on the main thread", async () => {
  const worker = workerWith();
  expect(await worker.run(jobs.smallJob, sourceOf("x".repeat(100)), null)).toBe(true);
  expect(await worker.run(jobs.smallJob, sourceOf("x".repeat(101)), null)).toBe(false);
  const small = sourceOf("x");
  const to = Array.from({ length: 101 }, (_, at) => ({ address: `a${at}@b.example`, parameters: [] }));
  expect(await worker.run(jobs.smallJob, { ...small, envelope: { ...small.envelope, to } }, null)).toBe(false);
});

test("every byte of a message in several chunks arrives", async () => {
  const raw = Buffer.alloc(9 * 1024 * 1024 + 1);
  for (let at = 0; at < raw.length; at++) raw[at] = (at * 31) % 251;
  const expected = raw.reduce((sum, byte) => (sum + byte) >>> 0, 0);
  expect(await workerWith().run(jobs.sumJob, sourceOf(raw), null)).toBe(expected);
});

test("the main thread does other work between the chunks of a message", async () => {
  const worker = workerWith();
  await worker.run(jobs.lookJob, sourceOf(), "start the thread");
  const source = sourceOf(Buffer.alloc(33 * 1024 * 1024));
  let turns = 0;
  let isDone = false;
  const turn = () => {
    turns++;
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  await worker.run(jobs.lookJob, source, "large").finally(() => {
    isDone = true;
  });
  // 33 MiB, copied for 2 ms a turn: even a fast machine copies less than 8 MiB in that time.
  expect(turns).toBeGreaterThanOrEqual(4);
});

test("identical concurrent jobs run once, different ones each", async () => {
  const worker = workerWith();
  const source = sourceOf();
  const [one, same, other] = await Promise.all([
    worker.run(jobs.lookJob, source, "one"),
    worker.run(jobs.lookJob, source, "one"),
    worker.run(jobs.lookJob, source, "other"),
  ]);
  expect(same).toBe(one);
  expect(other.run).toBe(one.run + 1);
});

test("a result is cached, and not computed again", async () => {
  const worker = workerWith();
  const source = sourceOf();
  const first = await worker.run(jobs.lookJob, source, "one");
  expect(await worker.run(jobs.lookJob, source, "one")).toBe(first);
});

test("results above 32 MiB in total are not cached", async () => {
  const worker = workerWith();
  const source = sourceOf();
  const MIB = 1024 * 1024;
  const first = await worker.run(jobs.bytesJob, source, 20 * MIB);
  expect(await worker.run(jobs.bytesJob, source, 20 * MIB)).toBe(first);
  await worker.run(jobs.bytesJob, source, 20 * MIB + 1);
  const again = await worker.run(jobs.bytesJob, source, 20 * MIB);
  expect(again === first).toBe(false);
  expect(Buffer.compare(again, first)).toBe(0);
});

test("large sources are dropped by the worker, and sent again when they are needed", async () => {
  const worker = workerWith();
  const size = 40 * 1024 * 1024;
  const large = [0, 1, 2].map((fill) => sourceOf(Buffer.alloc(size, fill)));
  for (const label of ["first", "second"]) {
    for (const source of large) {
      expect(await worker.run(jobs.lookJob, source, label)).toMatchObject({ bytes: size });
    }
  }
});

test("an error of a job is rethrown to its caller, and the thread continues", async () => {
  const worker = workerWith();
  const { threadId: before } = await worker.run(jobs.lookJob, sourceOf(), "before");
  const failed = worker.run(jobs.throwJob, sourceOf(), null);
  await expect(failed).rejects.toThrow(RangeError);
  await expect(failed).rejects.toThrow("thrown by the job");
  expect(await worker.run(jobs.lookJob, sourceOf(), "after")).toMatchObject({ threadId: before });
});

test("a job that takes too long fails alone: waiting jobs run in another thread", async () => {
  const worker = workerWith({ limits: { jobTimeoutMs: 2_000 } });
  const { threadId: before } = await worker.run(jobs.lookJob, sourceOf(), "before");
  const [slow, behind] = await Promise.allSettled([
    worker.run(jobs.spinJob, sourceOf(), null),
    worker.run(jobs.lookJob, sourceOf(), "behind"),
  ]);
  expect(slow).toMatchObject({ status: "rejected", reason: { name: "JobError", failure: "too-slow" } });
  expect(behind).toMatchObject({ status: "fulfilled", value: { label: "behind", isOnMainThread: false } });
  expect(behind).not.toMatchObject({ value: { threadId: before } });
});

test("a job that needs too much memory fails alone", async () => {
  const worker = workerWith({ limits: { jobTimeoutMs: NO_LIMIT, heapMiB: 32 } });
  const [greedy, behind] = await Promise.allSettled([
    worker.run(jobs.allocateJob, sourceOf(), null),
    worker.run(jobs.lookJob, sourceOf(), "behind"),
  ]);
  expect(greedy).toMatchObject({ status: "rejected", reason: { name: "JobError", failure: "out-of-memory" } });
  expect(behind).toMatchObject({ status: "fulfilled", value: { label: "behind", isOnMainThread: false } });
});

test("a job that ends its thread fails alone", async () => {
  const worker = workerWith();
  await expect(worker.run(jobs.exitJob, sourceOf(), null)).rejects.toMatchObject({ failure: "crashed" });
  expect(await worker.run(jobs.lookJob, sourceOf(), "next")).toMatchObject({ isOnMainThread: false });
});

test("a caller that aborts stops waiting; a job without callers is removed", async () => {
  const worker = workerWith();
  const source = sourceOf();
  const hungUp = new AbortController();
  const running = worker.run(jobs.waitJob, source, 300);
  const abandoned = worker.run(jobs.lookJob, source, "abandoned", hungUp.signal);
  const shared = worker.run(jobs.lookJob, source, "shared", hungUp.signal);
  const stillWanted = worker.run(jobs.lookJob, source, "shared");
  hungUp.abort();
  await expect(abandoned).rejects.toMatchObject({ failure: "aborted" });
  await expect(shared).rejects.toMatchObject({ failure: "aborted" });
  const { run } = await stillWanted;
  expect(await running).toBe("waited");
  expect((await worker.run(jobs.lookJob, source, "abandoned")).run).toBe(run + 1);
});

test("more than 100 jobs do not wait", async () => {
  const worker = workerWith();
  const source = sourceOf();
  const running = worker.run(jobs.waitJob, source, 300);
  const waiting = Array.from({ length: 100 }, (_, index) => worker.run(jobs.lookJob, source, String(index)));
  await expect(worker.run(jobs.lookJob, source, "one too many")).rejects.toMatchObject({ failure: "busy" });
  // An identical one costs nothing.
  expect(await worker.run(jobs.lookJob, source, "50")).toMatchObject({ label: "50" });
  await running;
  expect(await Promise.all(waiting)).toHaveLength(100);
});

test("closing fails running and waiting jobs", async () => {
  const worker = workerWith();
  const all = [
    worker.run(jobs.spinJob, sourceOf(), null),
    worker.run(jobs.lookJob, sourceOf(), "waits"),
    worker.run(jobs.spinJob, sourceOf(), null),
  ];
  worker.close();
  all.push(worker.run(jobs.lookJob, sourceOf(), "late"));
  for (const outcome of await Promise.allSettled(all)) {
    expect(outcome).toMatchObject({ status: "rejected", reason: { name: "JobError", failure: "closed" } });
  }
});

test("the thread ends when it has been idle, and the next job starts another", async () => {
  const worker = workerWith({ idleTimeMs: 1 });
  const source = sourceOf();
  const first = await worker.run(jobs.lookJob, source, "one");
  await expect
    .poll(async () => (await worker.run(jobs.lookJob, source, "one")).threadId, { timeout: NO_LIMIT, interval: 50 })
    .not.toBe(first.threadId);
});

test.each([
  ["is not there", new URL("./no-such-file.ts", ENTRY)],
  ["fails when it is loaded", new URL("data:text/javascript,throw new Error('broken')")],
])("where the thread's file %s, jobs run on the main thread, and it is reported once", async (_, entry) => {
  const reports: unknown[] = [];
  const worker = workerWith({ entry, onUnavailable: (error) => reports.push(error) });
  const both = [worker.run(jobs.lookJob, sourceOf(), "one"), worker.run(jobs.lookJob, sourceOf(), "two")];
  expect(await Promise.all(both)).toMatchObject([
    { label: "one", isOnMainThread: true, threadId },
    { label: "two", isOnMainThread: true, threadId },
  ]);
  expect(await worker.run(jobs.lookJob, sourceOf(), "three")).toMatchObject({ isOnMainThread: true });
  expect(reports).toHaveLength(1);
});
