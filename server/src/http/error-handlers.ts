import { STATUS_CODES } from "node:http";
import { type Endpoint, endpoints } from "@mailglass/shared";
import type {
  FastifyBaseLogger,
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifyServerOptions,
} from "fastify";
import { JobError, type JobFailure } from "../mail/worker/job-error.ts";
import { UnknownPathError } from "../request/read-request.ts";
import { UnreadableRequestError } from "../request/unreadable-request.ts";
import { HttpProblem, notFoundProblem, type ProblemName } from "./http-problem.ts";
import { findPageFile, type PageLoader, sendPageFile } from "./page.ts";

/**
 * Makes every error an answer of the kind that `problem.ts` lists, unknown routes and broken requests too. What no route
 * takes may be a file of the page: a start would take longer with a route for each.
 */
export function setErrorHandlers(app: FastifyInstance, log: FastifyBaseLogger, page: PageLoader): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = toProblem(error);
    if (problem.document.status >= 500 && !isExpectedError(error)) {
      log.error({ err: error }, `${request.method} ${request.routeOptions.url ?? "?"} failed`);
    }
    return sendProblem(reply, problem);
  });
  app.setNotFoundHandler(async (request, reply) => {
    const file = await findPageFile(page, request);
    return file ? sendPageFile(request, reply, file) : sendProblem(reply, noSuchRouteProblem(request, reply));
  });
}

/** The same for requests that no hook and no route ever sees, since their address or header cannot be read. */
export const brokenRequestHandlers: Pick<FastifyServerOptions, "frameworkErrors" | "clientErrorHandler"> = {
  frameworkErrors(error, _request, reply) {
    sendProblem(reply.header("x-content-type-options", "nosniff"), toProblem(error));
  },
  clientErrorHandler(error, socket) {
    // Whoever has hung up is not answered.
    if (!socket.writable) return;
    const { document } = brokenRequestProblem("code" in error ? error.code : undefined);
    const body = JSON.stringify(document);
    socket.end(
      `HTTP/1.1 ${document.status} ${STATUS_CODES[document.status]}\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
  },
};

function brokenRequestProblem(code: unknown): HttpProblem {
  if (code === "HPE_HEADER_OVERFLOW")
    return new HttpProblem("header-too-large", "Its header fields have more than 16 KiB. Send less.");
  if (code === "ERR_HTTP_REQUEST_TIMEOUT")
    return new HttpProblem("request-timeout", "Its header fields or its body did not arrive in time. Send it again.");
  return new HttpProblem("bad-request", "This is not HTTP/1.1 (RFC 9112), as far as it can be read.");
}

function sendProblem(reply: FastifyReply, { document }: HttpProblem): FastifyReply {
  return reply.code(document.status).type("application/problem+json; charset=utf-8").send(JSON.stringify(document));
}

/** What is no fault of the server. */
const isExpectedError = (error: Error): boolean =>
  error instanceof HttpProblem || (error instanceof JobError && error.failure !== "crashed");

/** Errors of the framework, by their code or else their status. */
function toProblem(error: FastifyError): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof UnknownPathError) return notFoundProblem("thing", error.message);
  if (error instanceof UnreadableRequestError) {
    const name = PROBLEM_NAME_BY_STATUS.get(error.statusCode) ?? "bad-request";
    return new HttpProblem(name, error.message, error.errors.length > 0 ? { errors: error.errors } : {});
  }
  if (error instanceof JobError) return jobFailureProblem(error.failure);
  const name = PROBLEM_NAME_BY_STATUS.get(error.statusCode ?? 500);
  if (name === "payload-too-large") {
    return new HttpProblem(name, "Send less, or raise the limit that it passes: /api/info tells the limits.");
  }
  if (name === "unsupported-media-type") {
    return new HttpProblem(name, "Send application/json with a matching Content-Type header field.");
  }
  if (name !== undefined) return new HttpProblem(name, `${error.message}.`);
  return new HttpProblem("internal-error", "This is a bug of Mailglass; its log has the details. Please report it.");
}

/** For the caller. An aborted job has none any more. */
function jobFailureProblem(failure: JobFailure): HttpProblem {
  switch (failure) {
    case "too-slow":
    case "out-of-memory":
      return new HttpProblem(
        "too-expensive",
        "Reading this message takes more time or memory than is allowed for one. Its source is at …/raw.",
      );
    case "busy":
      return new HttpProblem("too-many", "Too many large messages are being read. Try again in a moment.");
    case "aborted":
    case "closed":
      return new HttpProblem("not-available", "The server is stopping.");
    case "crashed":
      return new HttpProblem("internal-error", "The thread that reads large messages ended. Try again.");
  }
}

const PROBLEM_NAME_BY_STATUS: ReadonlyMap<number, ProblemName> = new Map([
  [400, "bad-request"],
  [413, "payload-too-large"],
  [414, "header-too-large"],
  [415, "unsupported-media-type"],
  [431, "header-too-large"],
]);

function noSuchRouteProblem(request: FastifyRequest, reply: FastifyReply): HttpProblem {
  const path = request.url.split("?", 1)[0] ?? "";
  const methods = findMethods(path);
  if (methods.length === 0) {
    return new HttpProblem("no-such-route", `Nothing is at ${path}. All routes are listed at /api/docs.`);
  }
  reply.header("allow", methods.join(", "));
  return new HttpProblem("method-not-allowed", `${path} takes ${methods.join(", ")}, not ${request.method}.`);
}

function findMethods(path: string): string[] {
  const fitting = Object.values<Endpoint>(endpoints).filter((endpoint) => toPathPattern(endpoint.path).test(path));
  const methods = new Set<string>(fitting.map(({ method }) => method));
  if (methods.has("GET")) methods.add("HEAD");
  return [...methods];
}

/** Paths of endpoints hold no other special character than the dot of none. */
const toPathPattern = (path: string): RegExp => new RegExp(`^${path.replace(/:\w+/g, "[^/]+")}$`);
