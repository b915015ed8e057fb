import { once } from "node:events";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { afterEach, expect, it } from "vitest";
import { createEnvelope } from "../../../test/support/create-mail.ts";
import { bytesJob, lookJob, TEST_JOBS, throwJob } from "../../../test/support/test-jobs.ts";
import { serveJobs } from "./serve-jobs.ts";
import type { JobRequest, WorkerMessage } from "./worker-protocol.ts";

let port: MessagePort | undefined;
afterEach(() => port?.close());

/** Serves the test jobs at the other end of a channel. Returns a function that sends a request and waits for the response. */
async function serve() {
  const { port1: main, port2: worker } = new MessageChannel();
  port = main;
  const receive = async (): Promise<WorkerMessage> => {
    const [message] = await once(main, "message");
    return message;
  };
  const ready = receive();
  serveJobs(TEST_JOBS, worker);
  expect(await ready).toEqual({ type: "ready" });
  return (request: Partial<JobRequest>): Promise<WorkerMessage> => {
    const response = receive();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
    main.postMessage({ params: null, sourceId: "one", source: undefined, dropped: [], ...request });
    return response;
  };
}

function createSource(text: string): NonNullable<JobRequest["source"]> {
  const raw = new SharedArrayBuffer(text.length);
  Buffer.from(raw).write(text);
  return { raw, envelope: createEnvelope("jo@example.com", ["zoe@example.net"]) };
}

it("keeps a source until it is dropped", async () => {
  const request = await serve();
  const look = { job: lookJob.name, params: "label" };
  const done = { type: "done", result: { label: "label", source: "Subject: x", isOnMainThread: false } };
  expect(await request({ ...look, source: createSource("Subject: x") })).toMatchObject(done);
  expect(await request(look)).toMatchObject(done);
  expect(await request({ ...look, dropped: ["one", "unknown"] })).toMatchObject({
    type: "failed",
    error: { message: `The worker has no job ${lookJob.name}, or not its message` },
  });
});

it("does not keep the source of a single job", async () => {
  const request = await serve();
  const look = { job: lookJob.name, params: "label" };
  expect(await request({ ...look, source: createSource("Subject: x"), isTransient: true })).toMatchObject({
    type: "done",
    result: { source: "Subject: x" },
  });
  expect(await request(look)).toMatchObject({ type: "failed" });
});

it("reports the size of a result in bytes", async () => {
  const request = await serve();
  const sized = await request({ job: bytesJob.name, params: 100_000, source: createSource("x") });
  expect(sized).toEqual({ type: "done", bytes: 100_000, result: new Uint8Array(100_000).fill(7) });
});

it.each([
  [throwJob.name, "thrown by the job"],
  ["test/unknown", "The worker has no job test/unknown, or not its message"],
])("returns the error of job %s", async (job, message) => {
  const request = await serve();
  expect(await request({ job, source: createSource("x") })).toMatchObject({ type: "failed", error: { message } });
});

it("refuses to run on the main thread", () => {
  expect(() => serveJobs(TEST_JOBS, null)).toThrow("worker thread");
});
