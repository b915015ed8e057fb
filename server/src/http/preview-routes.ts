import type { FastifyInstance } from "fastify";
import { addRoute } from "./add-route.ts";
import type { HttpDeps } from "./deps.ts";
import { HttpProblem } from "./http-problem.ts";
import { getMessageOrThrow } from "./message-routes.ts";
import { previewInfoJob, previewJob } from "./worker-jobs.ts";

/** Serves the HTML of a message for the page's sandboxed frame, and information about what it leaves out. */
export function addPreviewRoutes(app: FastifyInstance, { mailbox, worker }: HttpDeps): void {
  addRoute(app, "getPreview", async ({ params, query, request, reply }) => {
    const { remote = false, theme = "light", images = true, surround } = query;
    const message = await getMessageOrThrow(mailbox, params.id);
    const preview = await worker.run(previewJob, message, { remote, theme, surround }, request.signal);
    if (preview === null) throw noHtmlProblem();
    reply.headers({
      "content-security-policy": formatPreviewPolicy(remote, images),
      "mailglass-remote": String(preview.remoteCount),
    });
    return reply.type("text/html; charset=utf-8").send(preview.document);
  });

  addRoute(app, "getPreviewInfo", async ({ params, request }) => {
    const message = await getMessageOrThrow(mailbox, params.id);
    const info = await worker.run(previewInfoJob, message, null, request.signal);
    if (info === null) throw noHtmlProblem();
    return info;
  });
}

const noHtmlProblem = () => new HttpProblem("not-found", "The message has no HTML part. Its text is at …/text.");

/**
 * Even when opened in its own tab, the document has no origin, runs no script, and requests nothing that was not
 * allowed.
 */
function formatPreviewPolicy(remote: boolean, images: boolean): string {
  const remoteSources = remote ? " http: https:" : "";
  return [
    "default-src 'none'",
    images ? `img-src 'self' data:${remoteSources}` : "img-src 'none'",
    `style-src 'unsafe-inline'${remoteSources}`,
    `font-src data:${remoteSources}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    "sandbox allow-popups allow-popups-to-escape-sandbox",
  ].join("; ");
}
