import { expect, test, vi } from "vitest";
import { createTestInfo, createTestServer } from "../../../test/support/test-http-server.ts";
import { createMailbox } from "../../mailbox/create-mailbox.ts";
import { Activities } from "./activities.ts";
import { createBlockLogger } from "./log-blocks.ts";
import { type EventLoopBlock, EventLoopMonitor } from "./monitor.ts";

const cpu = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/** Uses the CPU of this thread for so many milliseconds. */
function work(milliseconds: number): void {
  const end = cpu() + milliseconds;
  while (cpu() < end);
}

/** Blocks this thread without using the CPU, as SIGSTOP does. */
const sleep = (milliseconds: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

/** What a monitor reports of `occupy`: the first report. */
async function collectReports(
  occupy: () => void,
): Promise<{ kind: string; block: EventLoopBlock; monitor: EventLoopMonitor }> {
  const report = Promise.withResolvers<{ kind: string; block: EventLoopBlock }>();
  const monitor = new EventLoopMonitor({
    intervalMs: 1,
    thresholdMs: 150,
    onBlock: (block) => report.resolve({ kind: "blocked", block }),
    onStarved: (block) => report.resolve({ kind: "starved", block }),
  });
  monitor.start();
  monitor.activities.requestStarted({ method: "GET", url: "/api/messages" });
  setImmediate(occupy);
  const { kind, block } = await report.promise;
  monitor.stop();
  return { kind, block, monitor };
}

test("work on the main thread is reported as a block, with the request that was in progress", async () => {
  const { kind, block, monitor } = await collectReports(() => work(300));
  expect([kind, block.activity]).toEqual(["blocked", "GET /api/messages"]);
  expect(block.cpuMs).toBeGreaterThanOrEqual(290);
  const {
    maxDelaySeconds: maxDelay,
    p99DelaySeconds: p99Delay,
    blockedSeconds: blocked,
    starvedSeconds: starved,
  } = monitor.readFigures();
  expect(blocked).toBeGreaterThanOrEqual(0.29);
  expect(starved).toBe(0);
  expect(maxDelay).toBeGreaterThanOrEqual(0.29);
  expect(p99Delay).toBeLessThanOrEqual(maxDelay);
});

test("a time without a CPU is no block", async () => {
  const { kind, monitor } = await collectReports(() => sleep(400));
  expect(kind).toBe("starved");
  expect(monitor.readFigures().starvedSeconds).toBeGreaterThan(0.1);
  expect(monitor.readFigures().blockedSeconds).toBe(0);
});

test("the metrics show the event loop, and requests are reported to it", async () => {
  const mailbox = createMailbox();
  const eventLoop = new EventLoopMonitor();
  const during: string[] = [];
  await using server = await createTestServer({
    mailbox,
    eventLoop,
    info: () => {
      during.push(eventLoop.activities.describe());
      return createTestInfo(mailbox);
    },
  });
  const { body } = await server.app.inject("/metrics");
  expect(during).toContain("GET /metrics");
  for (const name of [
    "nodejs_eventloop_lag_max_seconds",
    "nodejs_eventloop_lag_p99_seconds",
    "mailglass_event_loop_blocked_seconds_total",
    "mailglass_event_loop_starved_seconds_total",
  ])
    expect(body).toMatch(new RegExp(`^# TYPE ${name} (gauge|counter)\n${name} \\d`, "m"));
  eventLoop.activities.reset();
  expect(eventLoop.activities.describe()).toBe("no request in progress");
});

test("activities are those since the last look, and those still in progress", () => {
  const activities = new Activities();
  const request = (url: string) => ({ method: "GET", url });
  const [slow, quick] = [request("/slow"), request("/quick")];
  expect(activities.describe()).toBe("no request in progress");
  activities.requestStarted(slow);
  activities.requestStarted(quick);
  activities.requestEnded(quick);
  activities.messageReceived(1000);
  expect(activities.describe()).toBe("GET /quick, GET /slow, 1 messages received, 1000 bytes");
  activities.reset();
  expect(activities.describe()).toBe("GET /slow");
  for (let at = 1; at <= 5; at++) activities.requestStarted(request(`/${at}`));
  expect(activities.describe()).toBe("GET /5, GET /4, GET /3, 3 more requests");
});

test("one line in 10 s at most, with the worst block", () => {
  let now = 0;
  const warn = vi.fn<(details: Readonly<Record<string, unknown>>, message: string) => void>();
  const log = createBlockLogger({ warn }, () => now);
  const block = (milliseconds: number): EventLoopBlock => ({
    durationMs: milliseconds,
    cpuMs: milliseconds,
    activity: "GET /",
  });
  log(block(120));
  now = 5_000;
  log(block(900));
  now = 9_999;
  log(block(300));
  expect(warn).toHaveBeenCalledTimes(1);
  now = 10_000;
  log(block(200));
  expect(warn.mock.calls.map(([details]) => details)).toEqual([
    { milliseconds: 120, cpuMilliseconds: 120, during: "GET /" },
    { milliseconds: 900, cpuMilliseconds: 900, during: "GET /", blocks: 3 },
  ]);
});
