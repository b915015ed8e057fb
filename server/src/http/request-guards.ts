import { isIP } from "node:net";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { parseBasicCredentials } from "../base/credentials.ts";
import { isLoopback, unmapIpv4Address } from "../base/host.ts";
import "../request/accepts-mail.ts";
import { isFromForeignPage } from "../request/foreign-page.ts";
import type { HttpDeps } from "./deps.ts";
import { isPrivateName, matchesHostRule, parseHostname, splitRequestTarget } from "./host-header.ts";
import { HttpProblem } from "./http-problem.ts";
import type { ReadForwarded } from "./trusted-proxies.ts";

/** Default header fields of responses. Nothing of ours is for pages of other origins. */
const SECURITY_HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  // A page that opens us in a window gets no access to it, not even to the number of its frames.
  "cross-origin-opener-policy": "same-origin",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cache-control": "no-store",
} as const;

const PROBE_PATHS = new Set(["/healthz", "/livez", "/readyz"]);

/**
 * Guards for all routes, including those of other modules: they check the Host, the Origin and the user. They run
 * before routing, and the upgrade of a WebSocket passes through them like any request, so no spelling of a path
 * avoids them.
 */
export function addRequestGuards(app: FastifyInstance, deps: HttpDeps, readForwarded: ReadForwarded): void {
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    // Node has already released this connection; a refusal must be its last response.
    if (request.headers.upgrade !== undefined) reply.header("connection", "close");
    checkHost(request, deps);
    checkOrigin(request, reply, deps, readForwarded);
    await checkUser(request, reply, deps);
    // Checking a password takes a while. If the client disconnected meanwhile, the route would never see a close
    // event.
    if (request.raw.socket.destroyed) return reply.hijack();
    if (isPreflight(request)) await reply.code(204).send();
    return undefined;
  });
}

/**
 * Other names could be pointed at this machine by an attacker, whose page could then read the mail (DNS rebinding).
 */
function checkHost(request: FastifyRequest, { host: boundHost, allowedHosts = [], strictHost }: HttpDeps): void {
  const [host = "", ...others] = readHosts(request);
  // A request that names two different hosts could be checked by one of them and served under the other.
  const name = others.some((other) => other !== host) ? "" : parseHostname(host);
  const isOwnName = () =>
    isLoopback(name) || [parseHostname(boundHost), unmapIpv4Address(request.socket.localAddress ?? "")].includes(name);
  // Nobody can point an address at this machine. It may be that of the machine on which a container's port is published.
  const isAddressOrServiceName = () =>
    !strictHost && !isLoopback(boundHost) && (isIP(name) !== 0 || isPrivateName(name));
  if (
    name !== "" &&
    (isOwnName() || isAddressOrServiceName() || allowedHosts.some((rule) => matchesHostRule(name, rule)))
  )
    return;
  if (isIP(name) === 0 && !/^[\w.-]+$/.test(name))
    throw new HttpProblem("foreign-host", "The request must name exactly one valid host (RFC 9112 §3.2).");
  throw new HttpProblem(
    "foreign-host",
    `The request names the host “${host.slice(0, 200)}”, which is not a known name of this server. To allow it, start Mailglass with --allow-host ${name.slice(0, 200)}.`,
  );
}

/**
 * Returns the hosts that a request names: the authority of a target in absolute form, which takes precedence (RFC
 * 9112 §3.2.2), and every Host header field. Node uses the first of several, and a proxy may use the last.
 */
function readHosts({ originalUrl, raw: { rawHeaders } }: FastifyRequest): string[] {
  const { authority } = splitRequestTarget(originalUrl);
  const fields = rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === "host");
  // Two fields are refused even if they are equal (RFC 9112 §3.2).
  const hosts = fields.length > 1 ? [...fields, ""] : fields;
  return authority === undefined ? hosts : [authority, ...hosts];
}

/** Checks the origin of a page. Pages may write and subscribe if they are ours or allowed; CORS controls reading. */
function checkOrigin(
  request: FastifyRequest,
  reply: FastifyReply,
  { allowedOrigins = [] }: HttpDeps,
  readForwarded: ReadForwarded,
): void {
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
  if (isReadOnlyRequest(request) || isOwnPage(request, readForwarded)) return;
  throw new HttpProblem("foreign-origin", explainForeignOrigin(origin));
}

function explainForeignOrigin(origin: string | undefined): string {
  if (origin === "null") return "A page without an origin, such as a local file or a sandboxed frame, may not do this.";
  if (origin === undefined)
    return "A page on another site may not do this. To allow it, start Mailglass with --allow-origin ORIGIN, where ORIGIN is the origin of that page.";
  return `A page of ${origin} may not do this. To allow it, start Mailglass with --allow-origin ${origin}. If it is the page of this server behind a proxy, the proxy must pass on the Host of the browser’s request.`;
}

/**
 * Reading changes nothing, so its origin is not checked. A WebSocket is not just reading: CORS does not restrict it.
 */
function isReadOnlyRequest({ method, headers }: FastifyRequest): boolean {
  return (method === "GET" || method === "HEAD" || method === "OPTIONS") && headers.upgrade === undefined;
}

/**
 * Returns whether the request comes from our own page, or from no page at all. A browser's `Sec-Fetch-Site: same-origin` suffices: no page
 * can set it, and a proxy may have changed the host. Browsers leave it out over plain HTTP, except for localhost. The scheme is compared
 * if a trusted proxy names it; any other proxy may use https without saying so.
 */
function isOwnPage({ headers, raw }: FastifyRequest, readForwarded: ReadForwarded): boolean {
  if (headers["sec-fetch-site"] === "same-origin") return true;
  if (headers.origin === undefined) return !isFromForeignPage(headers);
  const url = URL.parse(headers.origin);
  if (url === null || url.host !== headers.host?.toLowerCase()) return false;
  const { scheme } = readForwarded(raw);
  return scheme === undefined || url.protocol === `${scheme}:`;
}

function isPreflight({ method, headers }: FastifyRequest): boolean {
  return method === "OPTIONS" && headers.origin !== undefined && headers["access-control-request-method"] !== undefined;
}

async function checkUser(request: FastifyRequest, reply: FastifyReply, { auth }: HttpDeps): Promise<void> {
  // A preflight never carries credentials (Fetch §4.8), and the probes reveal nothing.
  if (auth === undefined || PROBE_PATHS.has(request.url) || isPreflight(request)) return;
  // A program that sends mail has no login of the page. Its provider's key is checked by the route.
  if (request.routeOptions.config.acceptsMail) return;
  const credentials = parseBasicCredentials(request.headers.authorization ?? "");
  if (credentials !== undefined && (await auth(credentials.user, credentials.password))) return;
  reply.header("www-authenticate", 'Basic realm="Mailglass", charset="UTF-8"');
  throw new HttpProblem("unauthorized", "Send a user and password of --web-auth with HTTP Basic authentication.");
}
