import type { FastifyInstance } from "fastify";
import { bodyHtml, bodyText } from "../mail/body-text.ts";
import { codes } from "../mail/codes.ts";
import { headerFields } from "../mail/header.ts";
import { links } from "../mail/links.ts";
import { parts } from "../mail/parts.ts";
import type { Mailbox } from "../mailbox/mailbox.ts";
import { messageOf } from "./messages.ts";
import { HttpProblem, notFound } from "./problem.ts";
import { serve } from "./serve.ts";
import { findingsOf } from "./whole-message.ts";

/** The views of a message, each by itself. */
export function serveViews(app: FastifyInstance, mailbox: Mailbox): void {
  const find = (id: string) => messageOf(mailbox, id);

  serve(app, "getHeaders", ({ params }) => [...headerFields(find(params.id))]);
  serve(app, "getEnvelope", ({ params }) => find(params.id).envelope);
  serve(app, "getFindings", ({ params }) => findingsOf(find(params.id)));
  serve(app, "getLinks", ({ params }) => [...links(find(params.id))]);
  serve(app, "getCodes", ({ params }) => [...codes(find(params.id))]);
  serve(app, "getParts", ({ params }) => [...parts(find(params.id))]);

  // Both as text/plain: HTML that a sender wrote is never to run here, whoever opens the address.
  serve(app, "getText", ({ params, reply }) => {
    const text = bodyText(find(params.id));
    if (text === null) throw new HttpProblem("not-found", "The message has no text part. Its HTML is at …/html.");
    return reply.type("text/plain; charset=utf-8").send(text);
  });
  serve(app, "getHtml", ({ params, reply }) => {
    const html = bodyHtml(find(params.id));
    if (html === null) throw new HttpProblem("not-found", "The message has no HTML part. Its text is at …/text.");
    return reply.type("text/plain; charset=utf-8").send(html);
  });

  serve(app, "getMessageSession", ({ params }) => {
    const { sessionId } = find(params.id);
    if (sessionId === null) throw new HttpProblem("not-found", "The message did not come by SMTP.");
    const session = mailbox.sessions.get(sessionId);
    if (session === undefined) throw notFound("session", sessionId);
    return session.whole();
  });
}
