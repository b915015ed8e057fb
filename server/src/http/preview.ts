import type { PreviewQuery } from "@mailglass/shared";
import type { FastifyInstance } from "fastify";
import { bodyHtml } from "../mail/body-text.ts";
import { type Mail, view } from "../mail/mail.ts";
import { parts } from "../mail/parts.ts";
import type { Mailbox } from "../mailbox/mailbox.ts";
import { messageOf } from "./messages.ts";
import { HttpProblem } from "./problem.ts";
import { type Sanitised, sanitise } from "./sanitise.ts";
import { serve } from "./serve.ts";

const shown = view((mail) => sanitiseMail(mail, false));
const shownWithRemote = view((mail) => sanitiseMail(mail, true));

/** The HTML of a message for the sandboxed frame of the page, and what it leaves out. */
export function servePreview(app: FastifyInstance, mailbox: Mailbox): void {
  serve(app, "getPreview", ({ params, query: { remote = false, theme = "light" }, reply }) => {
    const message = messageOf(mailbox, params.id);
    const html = (remote ? shownWithRemote : shown)(message);
    if (html === undefined) throw noHtml();
    reply.headers({
      "content-security-policy": policyOf(remote),
      "mailglass-remote": String(html.remoteHosts.length),
    });
    return reply.type("text/html; charset=utf-8").send(documentOf(html, theme));
  });

  serve(app, "getPreviewInfo", ({ params }) => {
    const html = shown(messageOf(mailbox, params.id));
    if (html === undefined) throw noHtml();
    return { remote: html.remoteHosts.length, hosts: [...new Set(html.remoteHosts)] };
  });
}

function noHtml(): HttpProblem {
  return new HttpProblem("not-found", "The message has no HTML part. Its text is at …/text.");
}

function sanitiseMail(mail: Mail, remote: boolean): Sanitised | undefined {
  const html = bodyHtml(mail);
  if (html === null) return undefined;
  const partUrl = (contentId: string) => {
    const number = parts(mail).find((part) => part.contentId === contentId)?.number;
    // Seen from the preview's own address, so that it holds below any base path.
    return number === undefined ? undefined : `parts/${number}`;
  };
  return sanitise(html, { remote, partUrl });
}

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

const PAPER = {
  light: "html{color-scheme:light;background:#fff;color:#1a1a1a}",
  dark: "html{color-scheme:dark;background:#1b1c1f;color:#e8e8ea}",
} as const;

type Theme = NonNullable<PreviewQuery["theme"]>;

function documentOf({ body, css, cut }: Sanitised, theme: Theme): string {
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>${PAPER[theme]}body{margin:8px;font-family:sans-serif;overflow-wrap:break-word}img{max-width:100%}</style>
<style>${inTheme(css, theme)}</style>
</head>
<body>
${body}
${cut ? "<hr><p>The preview ends here. All of it is under Source.</p>" : ""}
</body>
</html>`;
}

/** The mail's own rules for dark and light hold by the theme that is simulated, not by the reader's system. */
function inTheme(css: string, theme: Theme): string {
  return css.replace(/\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi, (_, asked: string) =>
    asked.toLowerCase() === theme ? "(min-width:0)" : "(max-width:0)",
  );
}
