import type { Info } from "@mailglass/shared";
import type { FastifyInstance } from "fastify";
import type { StoreStatus } from "../mailbox/store-status.ts";
import { addRoute } from "./add-route.ts";
import type { EventLoopWatch, HttpDeps } from "./deps.ts";
import { formatMetrics, type Metric } from "./format-metrics.ts";
import { HttpProblem } from "./http-problem.ts";
import { collectMailpitMetrics } from "./mailpit-metrics.ts";
import { throwUnlessStored } from "./submit-routes.ts";

/** Routes for information about the server, and to send a test message. */
export function addInfoRoutes(app: FastifyInstance, { info, sendTest }: HttpDeps): void {
  addRoute(app, "getInfo", info);

  addRoute(app, "sendTestMessage", async () => {
    if (sendTest === undefined) throw new HttpProblem("not-available", "There is no SMTP port to send through.");
    throwUnlessStored(await sendTest());
    return undefined;
  });
}

/** Probes and metrics, at the root, where orchestrators expect them. */
export function addProbeRoutes(app: FastifyInstance, { info, eventLoop, mailbox }: HttpDeps): void {
  for (const path of ["/healthz", "/livez"]) {
    app.get(path, (_, reply) => reply.type("text/plain; charset=utf-8").send("ok\n"));
  }
  app.get("/readyz", (_, reply) => {
    const failure = mailbox.storeStatus?.failure;
    reply.code(failure === undefined ? 200 : 503).type("text/plain; charset=utf-8");
    return reply.send(`${failure ?? "ok"}\n`);
  });
  app.get("/metrics", async (_, reply) => {
    const current = info();
    const metrics = [
      ...collectServerMetrics(current),
      ...(mailbox.storeStatus === undefined ? [] : collectStoreMetrics(mailbox.storeStatus)),
      ...(eventLoop === undefined ? [] : collectEventLoopMetrics(eventLoop)),
      ...(await collectMailpitMetrics(mailbox, current.startedAt)),
    ];
    return reply.type("text/plain; version=0.0.4; charset=utf-8").send(formatMetrics(metrics));
  });
}

function collectServerMetrics({ version, counts, startedAt }: Info): readonly Metric[] {
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return [
    ["mailglass_info", "gauge", "Always 1; the version is its label", 1, { version }],
    ["mailglass_messages", "gauge", "Messages stored", counts.messages],
    ["mailglass_messages_bytes", "gauge", "Bytes of the stored messages' sources", counts.bytes],
    ["mailglass_messages_unread", "gauge", "Unread messages stored", counts.unread],
    ["mailglass_messages_received_total", "counter", "Messages received", counts.received],
    ["mailglass_messages_evicted_total", "counter", "Messages evicted to store newer ones", counts.evicted],
    ["mailglass_sessions_open", "gauge", "Open SMTP sessions", counts.openSessions],
    ["mailglass_waits", "gauge", "Waits in progress", counts.waiters],
    ["process_resident_memory_bytes", "gauge", "Resident memory", rss],
    ["nodejs_heap_size_used_bytes", "gauge", "Used heap", heapUsed],
    ["process_cpu_seconds_total", "counter", "User and system time", (user + system) / 1e6],
    ["process_start_time_seconds", "gauge", "Start, in seconds since the epoch", Date.parse(startedAt) / 1000],
  ];
}

function collectStoreMetrics({ failure, commits, failures }: StoreStatus): readonly Metric[] {
  return [
    ["mailglass_store_up", "gauge", "1 if the last commit to the store succeeded", failure === undefined ? 1 : 0],
    ["mailglass_store_commits_total", "counter", "Commits to the store", commits],
    ["mailglass_store_failures_total", "counter", "Commits that failed", failures],
  ];
}

function collectEventLoopMetrics(eventLoop: EventLoopWatch): readonly Metric[] {
  const {
    maxDelaySeconds: maxDelay,
    p99DelaySeconds: p99Delay,
    blockedSeconds: blocked,
    starvedSeconds: starved,
  } = eventLoop.readFigures();
  return [
    ["nodejs_eventloop_lag_max_seconds", "gauge", "Longest delay of the event loop in the last two minutes", maxDelay],
    ["nodejs_eventloop_lag_p99_seconds", "gauge", "99th percentile of the delay in the last two minutes", p99Delay],
    ["mailglass_event_loop_blocked_seconds_total", "counter", "CPU time of blocks of the event loop", blocked],
    ["mailglass_event_loop_starved_seconds_total", "counter", "Time stopped or without a CPU", starved],
  ];
}
