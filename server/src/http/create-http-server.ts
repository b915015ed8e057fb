import type { Server, ServerOptions } from "node:http";
import { routes } from "@mailglass/shared";
import fastify, { type FastifyInstance, type FastifyRequest, type FastifyServerFactoryHandler } from "fastify";
import { http, https } from "../base/node-http.ts";
import { checkParameters } from "../request/check-schema.ts";
import { addCheckRoutes } from "./check-routes.ts";
import type { HttpDeps } from "./deps.ts";
import { addDocsRoutes } from "./docs-routes.ts";
import { brokenRequestHandlers, setErrorHandlers } from "./error-handlers.ts";
import { addExportRoutes } from "./export-routes.ts";
import { addFaultRoutes } from "./fault-routes.ts";
import { splitRequestTarget } from "./host-header.ts";
import { addImportRoute } from "./import-route.ts";
import { limitConcurrentReads } from "./limit-concurrent-reads.ts";
import { addMessageRoutes } from "./message-routes.ts";
import { addNewMessageRoute } from "./new-message-route.ts";
import { paceResponses } from "./pace-responses.ts";
import { createPageLoader } from "./page.ts";
import { addPartRoute } from "./part-route.ts";
import { addPreviewRoutes } from "./preview-routes.ts";
import { queueRequests } from "./queue-pipelined.ts";
import { addRawRoute } from "./raw-route.ts";
import { addReleaseRoute } from "./release-route.ts";
import { reportRequests } from "./report-requests.ts";
import { addRequestGuards } from "./request-guards.ts";
import { RequestLog } from "./request-log.ts";
import { addSessionRoutes } from "./session-routes.ts";
import { addStreamRoute } from "./stream-route.ts";
import { addSubmitRoutes } from "./submit-routes.ts";
import { addInfoRoutes, addProbeRoutes } from "./system-routes.ts";
import { addRecipientRoute, addSourceRoute, addTagRoutes } from "./tag-routes.ts";
import { addTemplateRoutes } from "./template-routes.ts";
import { addThreadRoute } from "./thread-routes.ts";
import { type PublicPathOf, trustProxies } from "./trusted-proxies.ts";
import { limitUploadMemory } from "./upload-budget.ts";
import { addViewRoutes } from "./view-routes.ts";
import { addWaitRoute } from "./wait-route.ts";
import { registerWebSockets } from "./web-sockets.ts";

/**
 * Milliseconds within which the header fields, and the whole request, must arrive. Otherwise a client that sends a
 * byte now and then would hold its connection forever. Responses may take any time, as waits and streams do.
 */
const HEADERS_TIMEOUT_MS = 30_000;
const REQUEST_TIMEOUT_MS = 120_000;
/** Milliseconds that an idle connection is kept: longer than proxies keep theirs, as Fastify does. */
const KEEP_ALIVE_TIMEOUT_MS = 72_000;
/** Milliseconds between two checks for late requests. */
const TIMEOUT_CHECK_INTERVAL_MS = 5_000;

/**
 * Builds the HTTP server: the API, the stream, the probes and the page. It does not listen yet. Other modules may
 * register their routes on it, behind the same request guards.
 */
export async function createHttpServer(deps: HttpDeps): Promise<FastifyInstance> {
  const basePath = deps.basePath ?? "/";
  const page = createPageLoader(deps.webRoot, basePath);
  const readForwarded = trustProxies(deps.trustedProxies ?? []);
  const app = fastify({
    ...brokenRequestHandlers,
    // Fastify logs its addresses at info level; the startup already prints them.
    loggerInstance: deps.log.child({}, { level: deps.log.level === "info" ? "warn" : deps.log.level }),
    logController: new RequestLog(),
    // Requests are checked by request/. Loading Fastify's own schema compilers would slow down startup.
    schemaController: {
      compilersFactory: { buildValidator: throwOnFastifySchema, buildSerializer: throwOnFastifySchema },
    },
    forceCloseConnections: true,
    return503OnClosing: false,
    serverFactory: (handler) => createServerFor(queueRequests(handler), deps.certificate),
    // QUIRK: cypress-mailpit requests //view/… .
    routerOptions: { maxParamLength: 200, ignoreDuplicateSlashes: true },
    rewriteUrl: (request) => {
      const { origin } = splitRequestTarget(request.url ?? "/");
      // A proxy may or may not have removed its prefix.
      const { prefix } = readForwarded(request);
      const path = prefix !== "" && origin.startsWith(`${prefix}/`) ? origin.slice(prefix.length) : origin;
      return path.startsWith(basePath) ? path.slice(basePath.length - 1) : path;
    },
  });
  const publicPathOf = (request: FastifyRequest) => `${readForwarded(request.raw).prefix}${basePath}`;
  setErrorHandlers(app, deps.log, page, publicPathOf);
  await registerWebSockets(app);
  if (deps.eventLoop !== undefined) reportRequests(app, deps.eventLoop);
  addRequestGuards(app, deps, readForwarded);
  paceResponses(app, deps.writer);
  if (deps.budgets !== undefined) limitUploadMemory(app, deps.budgets);
  limitConcurrentReads(app, deps.maxConcurrentReads);
  // In its own scope, so that its body parsers do not apply to routes of other modules.
  await app.register(async (api) => {
    addApiRoutes(api, deps, publicPathOf);
  });
  addProbeRoutes(app, deps);
  app.addHook("onListen", (done) => {
    setImmediate(() => {
      // Before the first request: a later build may replace the files of the page.
      page().catch((error: unknown) => deps.log.error({ err: error }, "the page cannot be read"));
      // Loads the validator, which would otherwise take about 15 ms of the first request.
      checkParameters(routes.listMessages.query, {});
    });
    done();
  });
  if (basePath !== "/") app.get(basePath.slice(0, -1), (request, reply) => reply.redirect(publicPathOf(request)));
  return app;
}

function createServerFor(handler: FastifyServerFactoryHandler, certificate: HttpDeps["certificate"]): Server {
  const options: ServerOptions = {
    // Java's client offers HTTP/2 with every request (Upgrade: h2c). An upgrade to an unsupported protocol is
    // ignored, and the request is answered in HTTP/1.1 (RFC 9110 §7.8). Node before 22.21 cannot distinguish the two,
    // and refuses. A WebSocket is requested with GET (RFC 6455 §4.1); the body of any other method would be lost.
    shouldUpgradeCallback: ({ method, headers }) => method === "GET" && headers.upgrade?.toLowerCase() === "websocket",
    headersTimeout: HEADERS_TIMEOUT_MS,
    connectionsCheckingInterval: TIMEOUT_CHECK_INTERVAL_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
  };
  return certificate === undefined
    ? http.createServer(options, handler)
    : https.createServer({ ...options, ...certificate }, handler);
}

function throwOnFastifySchema(): never {
  throw new Error("A route declares a Fastify schema. Requests must be checked by request/ instead.");
}

function addApiRoutes(api: FastifyInstance, deps: HttpDeps, publicPathOf: PublicPathOf): void {
  const { mailbox } = deps;
  api.removeAllContentTypeParsers();
  api.addContentTypeParser("application/json", { parseAs: "buffer" }, (_, body, done) => done(null, body));
  addMessageRoutes(api, deps);
  // Only this route accepts raw bytes.
  api.register(async (scope) => addNewMessageRoute(scope, deps));
  addWaitRoute(api, deps);
  addRawRoute(api, mailbox);
  addViewRoutes(api, deps);
  addThreadRoute(api, deps);
  addTagRoutes(api, mailbox);
  addRecipientRoute(api, mailbox);
  addSourceRoute(api, mailbox);
  addReleaseRoute(api, deps);
  addSubmitRoutes(api, deps);
  addExportRoutes(api, deps);
  api.register(async (scope) => addImportRoute(scope, deps));
  addPartRoute(api, deps);
  addPreviewRoutes(api, deps);
  addCheckRoutes(api, deps);
  addSessionRoutes(api, mailbox);
  addFaultRoutes(api, mailbox);
  addTemplateRoutes(api, deps.templates);
  addInfoRoutes(api, deps);
  addDocsRoutes(api, deps.info().version, publicPathOf);
  addStreamRoute(api, deps);
}
