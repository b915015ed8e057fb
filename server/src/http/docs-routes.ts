import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { createOpenApi } from "./create-openapi.ts";
import { DOCS_STYLE, renderDocsPage } from "./docs-page/render-docs-page.ts";
import type { PublicPathOf } from "./trusted-proxies.ts";

/** The page runs one script, which executes operations on this server. */
const DOCS_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  `style-src 'sha256-${createHash("sha256").update(DOCS_STYLE).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Serves `/api/openapi.json`, and `/api/docs`, the same as one HTML page whose operations can be executed. */
export function addDocsRoutes(app: FastifyInstance, version: string, publicPathOf: PublicPathOf): void {
  app.get("/api/openapi.json", (request, reply) => reply.send(createOpenApi(version, publicPathOf(request))));
  // Rendered for the first request: at startup it would cost everybody a few milliseconds.
  let page: string | undefined;
  app.get("/api/docs", (_, reply) => {
    page ??= renderDocsPage(version);
    return reply.header("content-security-policy", DOCS_POLICY).type("text/html; charset=utf-8").send(page);
  });
}
