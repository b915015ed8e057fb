import fastify, { type FastifyInstance } from "fastify";
import type { HttpDeps } from "./deps.ts";
import { serveDocs } from "./docs.ts";
import { serveFaults } from "./faults.ts";
import { serveMessages } from "./messages.ts";
import { serveNewMessage } from "./new-message.ts";
import { pageIn } from "./page.ts";
import { servePart } from "./part.ts";
import { servePreview } from "./preview.ts";
import { answerWithProblems, forBrokenRequests } from "./problems.ts";
import { serveRaw } from "./raw.ts";
import { secure } from "./security.ts";
import { serveSessions } from "./sessions.ts";
import { serveStream } from "./stream.ts";
import { serveInfo, serveProbes } from "./system.ts";
import { serveViews } from "./views.ts";
import { serveWait } from "./wait.ts";
import { serveWebSockets } from "./web-sockets.ts";

/**
 * Builds the HTTP server: the API, the stream, the probes and the page. It does not listen yet; other rooms may
 * register their routes on it, behind the same walls.
 */
export async function buildHttp(deps: HttpDeps): Promise<FastifyInstance> {
  const basePath = deps.basePath ?? "/";
  const page = pageIn(deps.webRoot, basePath);
  const app = fastify({
    ...forBrokenRequests,
    // Fastify's own compilers of schemas would be read at the start, and are more code than the rest of it.
    schemaController: { compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler } },
    forceCloseConnections: true,
    return503OnClosing: false,
    // Java's client offers HTTP/2 with every request (Upgrade: h2c). Who offers what we do not speak is answered in
    // HTTP/1.1 (RFC 9110, 7.8). Node before 22.21 cannot tell the two apart, and refuses.
    http: { shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === "websocket" },
    // QUIRK: cypress-mailpit asks for //view/… .
    routerOptions: { maxParamLength: 200, ignoreDuplicateSlashes: true },
    rewriteUrl: ({ url = "/" }) => (url.startsWith(basePath) ? url.slice(basePath.length - 1) : url),
  });
  answerWithProblems(app, deps.log, page);
  serveWebSockets(app);
  secure(app, deps);
  // In a scope of its own, so that what it says of bodies does not hold for other rooms.
  await app.register(async (api) => {
    serveApi(api, deps);
  });
  serveProbes(app, deps);
  // The page is read once the program has said that it is there, without being asked: its files may be built anew later.
  app.addHook("onListen", (done) => {
    setImmediate(() => {
      page().catch((error: unknown) => deps.log.error("the page cannot be read", error));
    });
    done();
  });
  if (basePath !== "/") app.get(basePath.slice(0, -1), (_, reply) => reply.redirect(basePath));
  return app;
}

function noCompiler(): never {
  throw new Error("A route has a schema, and no validator of its own.");
}

function serveApi(api: FastifyInstance, deps: HttpDeps): void {
  const { mailbox } = deps;
  api.removeContentTypeParser("text/plain");
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
  serveStream(api, mailbox, deps.info().version);
}
