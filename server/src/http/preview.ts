import type { FastifyInstance } from "fastify";
import type { HttpDeps } from "./deps.ts";
import { messageOf } from "./messages.ts";
import { HttpProblem } from "./problem.ts";
import { serve } from "./serve.ts";
import { previewInfoJob, previewJob } from "./worker-jobs.ts";

/** The HTML of a message for the sandboxed frame of the page, and what it leaves out. */
export function servePreview(app: FastifyInstance, { mailbox, worker }: HttpDeps): void {
  serve(app, "getPreview", async ({ params, query: { remote = false, theme = "light" }, request, reply }) => {
    const message = messageOf(mailbox, params.id);
    const preview = await worker.run(previewJob, message, { remote, theme }, request.signal);
    if (preview === null) throw noHtml();
    reply.headers({
      "content-security-policy": policyOf(remote),
      "mailglass-remote": String(preview.remote),
    });
    return reply.type("text/html; charset=utf-8").send(preview.document);
  });

  serve(app, "getPreviewInfo", async ({ params, request }) => {
    const message = messageOf(mailbox, params.id);
    const info = await worker.run(previewInfoJob, message, null, request.signal);
    if (info === null) throw noHtml();
    return info;
  });
}

const noHtml = () => new HttpProblem("not-found", "The message has no HTML part. Its text is at …/text.");

/** Even alone in a tab, the document has no origin and no script, and asks nobody who was not allowed. */
function policyOf(remote: boolean): string {
  const elsewhere = remote ? " http: https:" : "";
  return [
    "default-src 'none'",
    `img-src 'self' data:${elsewhere}`,
    `style-src 'unsafe-inline'${elsewhere}`,
    `font-src data:${elsewhere}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    "sandbox allow-popups allow-popups-to-escape-sandbox",
  ].join("; ");
}
