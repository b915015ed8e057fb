import { type ApiRoute, type Endpoint, endpoints, routes } from "@mailglass/shared";
import type {
  FastifyBaseLogger,
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifyServerOptions,
} from "fastify";
import { joinList } from "../base/join-list.ts";
import { http } from "../base/node-http.ts";
import { JobError, type JobFailure } from "../mail/worker/job-error.ts";
import { StoreError } from "../mailbox/store.ts";
import { TemplatesFullError, TemplateTooLargeError } from "../mailbox/template-store.ts";
import { UnknownPathError } from "../request/read-request.ts";
import { UnreadableRequestError } from "../request/unreadable-request.ts";
import { acceptsJson } from "./create-openapi.ts";
import { HttpProblem, notFoundProblem, type ProblemName, stoppingProblem } from "./http-problem.ts";
import { findPageFile, type PageLoader, sendPageFile } from "./page.ts";
import type { PublicPathOf } from "./trusted-proxies.ts";

/**
 * Turns every error into one of the problems that `http-problem.ts` lists, including unknown routes and malformed
 * requests. A path without a route may be a file of the page; registering a route for each file would slow down
 * startup.
 */
export function setErrorHandlers(
  app: FastifyInstance,
  log: FastifyBaseLogger,
  page: PageLoader,
  publicPathOf: PublicPathOf,
): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    // Nobody reads this response.
    if (error.name === "AbortError" && reply.raw.closed) return sendProblem(reply, stoppingProblem());
    const problem = toProblem(error, request);
    if (problem.document.status >= 500 && !isExpectedError(error)) {
      log.error({ err: error }, `${request.method} ${request.routeOptions.url ?? "?"} failed`);
    }
    return sendProblem(reply, problem);
  });
  app.setNotFoundHandler(async (request, reply) => {
    const file = await findPageFile(page, request);
    const publicPath = publicPathOf(request);
    return file
      ? sendPageFile(request, reply, file, publicPath)
      : sendProblem(reply, noSuchRouteProblem(request, reply, publicPath));
  });
}

/** The same for requests that reach no hook and no route, because their target or header cannot be parsed. */
export const brokenRequestHandlers: Pick<FastifyServerOptions, "frameworkErrors" | "clientErrorHandler"> = {
  frameworkErrors(error, request, reply) {
    sendProblem(reply.header("x-content-type-options", "nosniff"), toProblem(error, request));
  },
  clientErrorHandler(error, socket) {
    // The client has disconnected.
    if (!socket.writable) return;
    const { document } = brokenRequestProblem("code" in error ? error.code : undefined);
    const body = JSON.stringify(document);
    socket.end(
      `HTTP/1.1 ${document.status} ${http.STATUS_CODES[document.status]}\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
  },
};

function brokenRequestProblem(code: unknown): HttpProblem {
  if (code === "HPE_HEADER_OVERFLOW")
    return new HttpProblem("header-too-large", "The header fields exceed 16 KiB. Send less.");
  if (code === "ERR_HTTP_REQUEST_TIMEOUT")
    return new HttpProblem("request-timeout", "The header fields or the body did not arrive in time. Try again.");
  return new HttpProblem("bad-request", "The request is not valid HTTP/1.1 (RFC 9112).");
}

function sendProblem(reply: FastifyReply, { document }: HttpProblem): FastifyReply {
  return reply.code(document.status).type("application/problem+json; charset=utf-8").send(JSON.stringify(document));
}

/** Whether the error is not a fault of the server. */
const isExpectedError = (error: Error): boolean =>
  // The log has the failure of a store once, not once for each request.
  error instanceof HttpProblem ||
  error instanceof StoreError ||
  error instanceof TemplatesFullError ||
  error instanceof TemplateTooLargeError ||
  (error instanceof JobError && error.failure !== "crashed");

/** Maps an error of the framework by its code, or else by its status. */
function toProblem(error: FastifyError, request: FastifyRequest): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof StoreError) return new HttpProblem("store-failed", `${error.message} Nothing was changed.`);
  if (error instanceof TemplatesFullError) return new HttpProblem("too-many", error.message);
  if (error instanceof TemplateTooLargeError) return new HttpProblem("too-expensive", error.message);
  if (error instanceof UnknownPathError) return notFoundProblem("thing", error.message);
  if (error instanceof UnreadableRequestError) {
    const name = PROBLEM_NAME_BY_STATUS.get(error.statusCode) ?? "bad-request";
    return new HttpProblem(name, error.message, error.errors.length > 0 ? { errors: error.errors } : {});
  }
  if (error instanceof JobError) return jobFailureProblem(error.failure);
  const name = PROBLEM_NAME_BY_STATUS.get(error.statusCode ?? 500);
  if (name === "payload-too-large") {
    return new HttpProblem(name, "Send less, or raise the limit; /api/info shows the limits.");
  }
  if (name === "unsupported-media-type") return new HttpProblem(name, explainMediaType(request));
  if (name !== undefined) return new HttpProblem(name, `${error.message}.`);
  return new HttpProblem("internal-error", "This is a bug of Mailglass; its log has the details. Please report it.");
}

/** Says which media types the route accepts, and which one was sent. */
function explainMediaType({ method, headers, routeOptions: { url } }: FastifyRequest): string {
  const sent = headers["content-type"]?.slice(0, 100);
  const problem = sent === undefined ? "The request has no Content-Type header field" : `The body is ${sent}`;
  const route = Object.values<ApiRoute>(routes).find(({ path, ...other }) => path === url && other.method === method);
  if (route?.body === undefined) return `${problem}. This route takes no body. Leave it out.`;
  const { body, rawBody, rawTypes = ["message/rfc822"] } = route;
  const types = [...(acceptsJson(body) ? ["application/json"] : []), ...(rawBody ? rawTypes : [])];
  return `${problem}; this route accepts ${joinList(types, "and")}.`;
}

/** Explains the failure to the caller. An aborted job has no caller any more. */
function jobFailureProblem(failure: JobFailure): HttpProblem {
  switch (failure) {
    case "too-slow":
    case "out-of-memory":
      return new HttpProblem(
        "too-expensive",
        "Reading this message takes more time or memory than one message may use. Its source is available at …/raw.",
      );
    case "busy":
      return new HttpProblem("too-many", "Too many large messages are being read. Try again in a moment.");
    case "aborted":
    case "closed":
      return stoppingProblem();
    case "crashed":
      return new HttpProblem("internal-error", "The worker thread that reads large messages crashed. Try again.");
  }
}

const PROBLEM_NAME_BY_STATUS: ReadonlyMap<number, ProblemName> = new Map([
  [400, "bad-request"],
  [413, "payload-too-large"],
  [414, "header-too-large"],
  [415, "unsupported-media-type"],
  [431, "header-too-large"],
]);

function noSuchRouteProblem(request: FastifyRequest, reply: FastifyReply, publicPath: string): HttpProblem {
  const requested = request.url.split("?", 1)[0] ?? "";
  const methods = findMethods(requested);
  // As the client sees it.
  const path = `${publicPath.slice(0, -1)}${requested}`;
  if (methods.length === 0) {
    return new HttpProblem("no-such-route", `There is nothing at ${path}. ${publicPath}api/docs lists all routes.`);
  }
  reply.header("allow", methods.join(", "));
  return new HttpProblem("method-not-allowed", `${path} accepts ${methods.join(", ")}, not ${request.method}.`);
}

function findMethods(path: string): string[] {
  const fitting = Object.values<Endpoint>(endpoints).filter((endpoint) => toPathPattern(endpoint.path).test(path));
  const methods = new Set<string>(fitting.map(({ method }) => method));
  if (methods.has("GET")) methods.add("HEAD");
  return [...methods];
}

/** Paths of endpoints may contain dots; a parameter is any segment. */
const toPathPattern = (path: string): RegExp =>
  new RegExp(`^${path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/:\w+/g, "[^/]+")}$`);
