import { describe, expect, it } from "vitest";
import { createJobSource, createMail } from "../../../test/support/create-mail.ts";
import * as jobs from "../../../test/support/test-jobs.ts";
import { MAX_CHEAP_SOURCE_BYTES } from "../parse-for-row.ts";
import { MailWorker } from "./mail-worker.ts";
import { runCheaply } from "./run-cheaply.ts";
import { UploadQueue } from "./upload-queue.ts";
import { partJob, textJob } from "./view-jobs.ts";

const ENTRY = new URL("../../../test/support/test-jobs-entry.ts", import.meta.url);

/** Runs a test with a worker, and closes it. */
async function withWorker(test: (worker: MailWorker) => Promise<void>): Promise<void> {
  const worker = new MailWorker({ entry: ENTRY, onUnavailable: () => {}, limits: { jobTimeoutMs: 120_000 } });
  await test(worker).finally(() => worker.close());
}

describe("a job runs", () => {
  it.each<[string, readonly string[], boolean]>([
    ["on the main thread if the message is small", ["Subject: x", "", "Hi"], true],
    ["in the worker if the message is large", ["", "x".repeat(MAX_CHEAP_SOURCE_BYTES + 1)], false],
    ["in the worker if reading the message is expensive", [...Array<string>(2_000).fill("X: y"), "", "Hi"], false],
  ])("%s", async (_, lines, isOnMainThread) => {
    await withWorker(async (worker) => {
      const source = createJobSource("one", createMail(lines));
      expect(await runCheaply(worker, jobs.lookJob, source, "label")).toMatchObject({ label: "label", isOnMainThread });
    });
  });

  it.each<[string, number, boolean]>([
    ["on the main thread if the body is small", 100, true],
    ["in the worker if the body is larger", 101, false],
    ["on the main thread if the body may not fit into the worker's heap", 96 * 1024 * 1024 + 1, true],
  ])("on a request body %s", async (_, size, isOnMainThread) => {
    await withWorker(async (worker) => {
      const queue = new UploadQueue(worker);
      const signal = new AbortController().signal;
      expect(await queue.run(jobs.smallJob, Buffer.alloc(size), null, signal)).toBe(isOnMainThread);
    });
  });

  it("on the next request body even if the previous one failed", async () => {
    await withWorker(async (worker) => {
      const queue = new UploadQueue(worker);
      const signal = new AbortController().signal;
      const failed = queue.run(jobs.throwJob, Buffer.from("x"), null, signal);
      const next = queue.run(jobs.lookJob, Buffer.from("y"), "next", signal);
      await expect(failed).rejects.toThrow("thrown by the job");
      expect(await next).toMatchObject({ label: "next", source: "y" });
    });
  });
});

describe("the job that reads", () => {
  const mail = createMail(["Content-Type: image/png", "Content-Transfer-Encoding: base64", "", "iVBORw0K"]);

  it.each([true, false])("a part returns its decoded bytes (on the main thread: %s)", async (isOnMainThread) => {
    const read = await partJob.load();
    const found = await read(mail, { number: "0" }, { isOnMainThread });
    expect(found?.part).toMatchObject({ type: "image/png", size: 6 });
    expect(Buffer.from(found?.bytes ?? []).toString("latin1")).toBe("\x89PNG\r\n");
    expect(await read(mail, { number: "7" }, { isOnMainThread })).toBeNull();
  });

  it("all text returns null if there is none", async () => {
    const read = await textJob.load();
    expect(await read(mail, { type: "text/plain" }, { isOnMainThread: false })).toBeNull();
  });
});
