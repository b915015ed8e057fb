import { once } from "node:events";
import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";
import type { FastifyInstance } from "fastify";
import pino from "pino";
import { configureRelay } from "../../src/app/configure-relay.ts";
import { registerCompat } from "../../src/app/register-compat.ts";
import { defaultConfig } from "../../src/config/read-config.ts";
import { NO_NETWORK_CHECKS } from "../../src/mailbox/network-checks.ts";
import { TemplateStore } from "../../src/mailbox/template-store.ts";
import { FairWriter } from "../../src/request/fair-writer.ts";
import { createTestServer, type TestServer } from "./test-http-server.ts";

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface AllApis extends TestServer {
  readonly port: number;
  /** Sends the target unchanged, which `app.inject` and `fetch` do not. */
  send(method: string, target: string, options?: SendOptions): Promise<Answer>;
}

interface SendOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
  /** Sends the body without its length. */
  readonly chunked?: boolean;
}

/** Our API and those of MailHog and Mailpit over one mailbox, behind a real socket. */
export async function allApis(): Promise<AllApis> {
  const server = await createTestServer();
  const smtp = { host: "127.0.0.1", port: 1, tls: "none" } as const;
  await registerCompat(server.app, defaultConfig(), {
    mailbox: server.mailbox,
    relay: configureRelay(defaultConfig(), smtp),
    worker: server.worker,
    writer: new FairWriter(),
    maxMessageBytes: 25 * 1024 * 1024,
    checks: NO_NETWORK_CHECKS,
    templates: new TemplateStore(),
    log: pino({ level: "silent" }),
  });
  const { port } = new URL(await server.app.listen({ host: "127.0.0.1", port: 0 }));
  const agent = new Agent({ keepAlive: true });
  return {
    ...server,
    port: Number(port),
    async send(method, path, { headers = {}, body, chunked = false } = {}) {
      const length = chunked ? { "transfer-encoding": "chunked" } : { "content-length": String(body?.length ?? 0) };
      const fields = { ...headers, ...(body && length) };
      const sent = request({ host: "127.0.0.1", port, agent, method, path, headers: fields }).end(body);
      const [response] = await once(sent, "response");
      return { status: response.statusCode, body: await text(response) };
    },
    async [Symbol.asyncDispose]() {
      agent.destroy();
      await server[Symbol.asyncDispose]();
    },
  };
}

export interface RegisteredRoute {
  readonly method: string;
  /** The path as registered: `/api/messages/:id`. */
  readonly path: string;
}

/** Returns every route of the router, read from the tree that it prints. */
export function registeredRoutes(app: FastifyInstance): RegisteredRoute[] {
  const parents: string[] = [];
  return app
    .printRoutes({ commonPrefix: false })
    .split("\n")
    .flatMap((line) => {
      const [, indent = "", segment, methods = ""] = /^([│ ]*)[├└]── (\S+) \((.*)\)$/.exec(line) ?? [];
      if (segment === undefined) return [];
      const depth = indent.length / 4;
      const path = `${parents[depth - 1] ?? ""}${segment}`;
      parents[depth] = path;
      return methods.split(", ").map((method) => ({ method, path }));
    });
}
