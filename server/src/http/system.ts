import type { Info } from "@mailglass/shared";
import type { FastifyInstance } from "fastify";
import type { HttpDeps } from "./deps.ts";
import { HttpProblem } from "./problem.ts";
import { serve } from "./serve.ts";

/** What runs here: info for people and programs, and the button that sends a test message. */
export function serveInfo(app: FastifyInstance, { info, sendTest }: HttpDeps): void {
  serve(app, "getInfo", info);

  serve(app, "sendTestMessage", async () => {
    if (sendTest === undefined) throw new HttpProblem("not-available", "There is no SMTP port to send through.");
    await sendTest();
    return undefined;
  });
}

/** Probes and metrics, at the root, where orchestrators look for them. */
export function serveProbes(app: FastifyInstance, { info }: HttpDeps): void {
  for (const path of ["/healthz", "/livez", "/readyz"]) {
    app.get(path, (_, reply) => reply.type("text/plain; charset=utf-8").send("ok\n"));
  }
  app.get("/metrics", (_, reply) => reply.type("text/plain; version=0.0.4; charset=utf-8").send(metricsText(info())));
}

/** Prometheus' text format. */
function metricsText({ version, counts, startedAt }: Info): string {
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const metrics: readonly [name: string, type: "counter" | "gauge", help: string, value: number, labels?: string][] = [
    ["mailglass_info", "gauge", "Always 1; the version is its label", 1, `{version="${version}"}`],
    ["mailglass_messages", "gauge", "Messages that are kept", counts.messages],
    ["mailglass_messages_bytes", "gauge", "Bytes of their sources", counts.bytes],
    ["mailglass_messages_unread", "gauge", "Kept messages that are unread", counts.unread],
    ["mailglass_messages_received_total", "counter", "Messages received", counts.received],
    ["mailglass_messages_evicted_total", "counter", "Messages that made room for newer ones", counts.evicted],
    ["mailglass_sessions_open", "gauge", "Open SMTP sessions", counts.openSessions],
    ["mailglass_waits", "gauge", "Waits under way", counts.waiters],
    ["process_resident_memory_bytes", "gauge", "Resident memory", rss],
    ["nodejs_heap_size_used_bytes", "gauge", "Used heap", heapUsed],
    ["process_cpu_seconds_total", "counter", "User and system time", (user + system) / 1e6],
    ["process_start_time_seconds", "gauge", "Start, in seconds since the epoch", Date.parse(startedAt) / 1000],
  ];
  return metrics
    .map(
      ([name, type, help, value, labels = ""]) =>
        `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${name}${labels} ${value}\n`,
    )
    .join("");
}
