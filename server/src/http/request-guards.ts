import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { parseBasicCredentials } from "../base/credentials.ts";
import { isLoopback } from "../base/host.ts";
import type { HttpDeps } from "./deps.ts";
import { matchesHostRule, parseHostname, splitRequestTarget, unmapIpv4Address } from "./host-header.ts";
import { HttpProblem } from "./http-problem.ts";

/** What an answer says of itself where its route says nothing else. Nothing of ours is for a page of another origin. */
const SECURITY_HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  // A page that opens us in a window holds nothing of that window: not even the number of its frames.
  "cross-origin-opener-policy": "same-origin",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cache-control": "no-store",
} as const;

const PROBE_PATHS = new Set(["/healthz", "/livez", "/readyz"]);

/**
 * The walls around every route, those of other rooms too: the name we are called by, the page that asks, the user.
 * They stand before routing, and the upgrade of a WebSocket walks through them like any request, so no spelling of a
 * path goes around them.
 */
export function addRequestGuards(app: FastifyInstance, deps: HttpDeps): void {
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    // Node has let go of this connection already; a refusal is the last that it carries.
    if (request.headers.upgrade !== undefined) reply.header("connection", "close");
    checkHost(request, deps);
    checkOrigin(request, reply, deps);
    await checkUser(request, reply, deps);
    // A password takes a while to check. To whoever hung up meanwhile a route would listen for ever: their end was told already.
    if (request.raw.socket.destroyed) return reply.hijack();
    if (isPreflight(request)) await reply.code(204).send();
    return undefined;
  });
}

/** A name that anybody can point at this machine would let their page read the mail here (DNS rebinding). */
function checkHost(request: FastifyRequest, { host: boundHost, allowedHosts = [] }: HttpDeps): void {
  const [host = "", ...others] = readHosts(request);
  // One that is named in two ways may be checked by one of them and served under the other.
  const name = others.some((other) => other !== host) ? "" : parseHostname(host);
  const isOwnName = () =>
    isLoopback(name) || [parseHostname(boundHost), unmapIpv4Address(request.socket.localAddress)].includes(name);
  if (name !== "" && (isOwnName() || allowedHosts.some((rule) => matchesHostRule(name, rule)))) return;
  throw new HttpProblem(
    "foreign-host",
    `The request names the host “${host.slice(0, 200)}”, which may be another's name for this machine. If it is yours, start with --allow-host ${name.slice(0, 200)}.`,
  );
}

/**
 * The hosts that a request names: that of a target in absolute form, which counts (RFC 9112 §3.2.2), and every Host header
 * field. Node takes the first of several, and a proxy may take the last.
 */
function readHosts({ originalUrl, raw: { rawHeaders } }: FastifyRequest): string[] {
  const { authority } = splitRequestTarget(originalUrl);
  const fields = rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === "host");
  // Two fields are refused even where they agree (RFC 9112 §3.2).
  const hosts = fields.length > 1 ? [...fields, ""] : fields;
  return authority === undefined ? hosts : [authority, ...hosts];
}

/** Where a page asks: it may write and listen when it is ours or allowed; reading is up to CORS. */
function checkOrigin(request: FastifyRequest, reply: FastifyReply, { allowedOrigins = [] }: HttpDeps): void {
  const { origin } = request.headers;
  const allowed = origin !== undefined && (allowedOrigins.includes(origin) || allowedOrigins.includes("*"));
  if (allowedOrigins.length > 0) reply.header("vary", "Origin");
  if (allowed) {
    reply.headers({
      "access-control-allow-origin": origin,
      "access-control-expose-headers": "*",
      "cross-origin-resource-policy": "cross-origin",
    });
    if (isPreflight(request)) {
      reply.headers({
        "access-control-allow-methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
        "access-control-allow-headers": request.headers["access-control-request-headers"] ?? "*",
      });
    }
    return;
  }
  if (isReadOnlyRequest(request) || isOwnPage(request)) return;
  throw new HttpProblem(
    "foreign-origin",
    `A page of ${origin ?? "another site"} may not do this. If it is yours, start with --allow-origin ${origin ?? "and its origin"}.`,
  );
}

/** Reading changes nothing, so it needs no look at who asks. A WebSocket is no mere reading: CORS does not hold it. */
function isReadOnlyRequest({ method, headers }: FastifyRequest): boolean {
  return (method === "GET" || method === "HEAD" || method === "OPTIONS") && headers.upgrade === undefined;
}

/** A page that we served, or no page at all. Scheme apart: a proxy before us may speak https. */
function isOwnPage({ headers }: FastifyRequest): boolean {
  const site = headers["sec-fetch-site"];
  if (headers.origin === undefined) return site === undefined || site === "same-origin" || site === "none";
  const url = URL.parse(headers.origin);
  return url !== null && url.host === headers.host?.toLowerCase();
}

function isPreflight({ method, headers }: FastifyRequest): boolean {
  return method === "OPTIONS" && headers.origin !== undefined && headers["access-control-request-method"] !== undefined;
}

async function checkUser(request: FastifyRequest, reply: FastifyReply, { auth }: HttpDeps): Promise<void> {
  // A preflight never carries a password (Fetch §4.8), and the probes tell nothing.
  if (auth === undefined || PROBE_PATHS.has(request.url) || isPreflight(request)) return;
  const credentials = parseBasicCredentials(request.headers.authorization ?? "");
  if (credentials !== undefined && (await auth(credentials.user, credentials.password))) return;
  reply.header("www-authenticate", 'Basic realm="Mailglass", charset="UTF-8"');
  throw new HttpProblem("unauthorized", "Send a user and password that --web-auth knows, by HTTP Basic.");
}
