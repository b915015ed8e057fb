import fastify, { type FastifyInstance } from "fastify";
import type { HttpDeps } from "./deps.ts";
import { serveDocs } from "./docs.ts";
import { serveFaults } from "./faults.ts";
import { splitTarget } from "./host.ts";
import { serveMessages } from "./messages.ts";
import { serveNewMessage } from "./new-message.ts";
import { pageIn } from "./page.ts";
import { servePart } from "./part.ts";
import { servePreview } from "./preview.ts";
import { answerWithProblems, forBrokenRequests } from "./problems.ts";
import { serveRaw } from "./raw.ts";
import { reportRequests } from "./report-requests.ts";
import { RequestLog } from "./request-log.ts";
import { secure } from "./security.ts";
import { serveSessions } from "./sessions.ts";
import { serveStream } from "./stream.ts";
import { serveInfo, serveProbes } from "./system.ts";
import { shareUploadMemory } from "./upload-budget.ts";
import { serveViews } from "./views.ts";
import { serveWait } from "./wait.ts";
import { registerWebSockets } from "./web-sockets.ts";

/**
 * Milliseconds within which a request must have arrived, its header fields and all of it. A client that sends a byte now
 * and then would otherwise hold its connection forever. Answers may take any time: waits and streams do.
 */
const HEADERS_TIMEOUT = 30_000;
const REQUEST_TIMEOUT = 120_000;
/** Milliseconds between looks for requests that are late. */
const TIMEOUT_CHECK_INTERVAL = 5_000;

/**
 * Builds the HTTP server: the API, the stream, the probes and the page. It does not listen yet; other rooms may
 * register their routes on it, behind the same walls.
 */
export async function buildHttp(deps: HttpDeps): Promise<FastifyInstance> {
  const basePath = deps.basePath ?? "/";
  const page = pageIn(deps.webRoot, basePath);
  const app = fastify({
    ...forBrokenRequests,
    // Fastify announces its addresses at info level; the start of the server does that itself.
    loggerInstance: deps.log.child({}, { level: deps.log.level === "info" ? "warn" : deps.log.level }),
    logController: new RequestLog(),
    // Requests are checked by request/. Fastify's own compilers would be read at the start, and are more code than the rest of it.
    schemaController: { compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler } },
    forceCloseConnections: true,
    return503OnClosing: false,
    // Java's client offers HTTP/2 with every request (Upgrade: h2c). Who offers what we do not speak is answered in
    // HTTP/1.1 (RFC 9110, 7.8). Node before 22.21 cannot tell the two apart, and refuses.
    // A WebSocket is asked for with GET (RFC 6455 §4.1); the body of any other method would be lost.
    http: {
      shouldUpgradeCallback: ({ method, headers }) =>
        method === "GET" && headers.upgrade?.toLowerCase() === "websocket",
      headersTimeout: HEADERS_TIMEOUT,
      connectionsCheckingInterval: TIMEOUT_CHECK_INTERVAL,
    },
    requestTimeout: REQUEST_TIMEOUT,
    // QUIRK: cypress-mailpit asks for //view/… .
    routerOptions: { maxParamLength: 200, ignoreDuplicateSlashes: true },
    rewriteUrl: ({ url = "/" }) => {
      const { origin } = splitTarget(url);
      return origin.startsWith(basePath) ? origin.slice(basePath.length - 1) : origin;
    },
  });
  answerWithProblems(app, deps.log, page);
  await registerWebSockets(app);
  if (deps.eventLoop !== undefined) reportRequests(app, deps.eventLoop);
  secure(app, deps);
  if (deps.budgets !== undefined) shareUploadMemory(app, deps.budgets);
  // In a scope of its own, so that what it says of bodies does not hold for other rooms.
  await app.register(async (api) => {
    serveApi(api, deps);
  });
  serveProbes(app, deps);
  // The page is read once the program has said that it is there, without being asked: its files may be built anew later.
  app.addHook("onListen", (done) => {
    setImmediate(() => {
      page().catch((error: unknown) => deps.log.error({ err: error }, "the page cannot be read"));
    });
    done();
  });
  if (basePath !== "/") app.get(basePath.slice(0, -1), (_, reply) => reply.redirect(basePath));
  return app;
}

function noCompiler(): never {
  throw new Error("A route has a schema for Fastify: it must be read by request/ instead.");
}

function serveApi(api: FastifyInstance, deps: HttpDeps): void {
  const { mailbox } = deps;
  api.removeAllContentTypeParsers();
  api.addContentTypeParser("application/json", { parseAs: "buffer" }, (_, body, done) => done(null, body));
  serveMessages(api, deps);
  // Only this route reads bytes.
  api.register(async (scope) => serveNewMessage(scope, deps));
  serveWait(api, deps);
  serveRaw(api, mailbox);
  serveViews(api, deps);
  servePart(api, deps);
  servePreview(api, deps);
  serveSessions(api, mailbox);
  serveFaults(api, mailbox);
  serveInfo(api, deps);
  serveDocs(api, deps.info().version, deps.basePath ?? "/");
  serveStream(api, deps);
}
