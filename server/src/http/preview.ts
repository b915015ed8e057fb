import type { PreviewQuery } from "@mailglass/shared";
import type { FastifyInstance } from "fastify";
import type { Mailbox } from "../mailbox/mailbox.ts";
import { messageOf } from "./messages.ts";
import { HttpProblem } from "./problem.ts";
import type { Sanitised } from "./sanitise.ts";
import { serve } from "./serve.ts";

/** The HTML of a message for the sandboxed frame of the page, and what it leaves out. */
export function servePreview(app: FastifyInstance, mailbox: Mailbox): void {
  serve(app, "getPreview", async ({ params, query: { remote = false, theme = "light" }, reply }) => {
    const html = await sanitised(mailbox, params.id, remote);
    reply.headers({
      "content-security-policy": policyOf(remote),
      "mailglass-remote": String(html.remoteHosts.length),
    });
    return reply.type("text/html; charset=utf-8").send(documentOf(html, theme));
  });

  serve(app, "getPreviewInfo", async ({ params }) => {
    const { remoteHosts } = await sanitised(mailbox, params.id, false);
    return { remote: remoteHosts.length, hosts: [...new Set(remoteHosts)] };
  });
}

async function sanitised(mailbox: Mailbox, id: string, remote: boolean): Promise<Sanitised> {
  const message = messageOf(mailbox, id);
  // Loaded when somebody first looks at HTML: it would make the start of the process 15 ms longer.
  const { closedHtml, openHtml } = await import("./sanitised-html.ts");
  const html = remote ? openHtml(message) : closedHtml(message);
  if (html !== undefined) return html;
  throw new HttpProblem("not-found", "The message has no HTML part. Its text is at …/text.");
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
