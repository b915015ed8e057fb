import { type ApiRoute, routes } from "@mailglass/shared";
import type { TSchema } from "typebox";
import { escapeHtml } from "../../base/escape-html.ts";
import { acceptsJson } from "../create-openapi.ts";
import { formatSchema, type SchemaShape } from "./format-schema.ts";
import { renderTryForm } from "./render-try-form.ts";

export const DOCS_STYLE = `
:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}
body{background:Canvas;color:CanvasText;max-width:60rem;margin:0 auto;padding:2rem 1rem}
h2{margin:2rem 0 .5rem;text-transform:capitalize}
details{border-top:1px solid color-mix(in srgb,currentColor 20%,transparent);padding:.4rem 0}
summary{cursor:pointer}
summary b{display:inline-block;width:4.5rem;font-size:.8em}
code,pre{font-family:ui-monospace,monospace;font-size:.9em}
pre{overflow-x:auto;padding:.75rem;border-radius:6px;background:color-mix(in srgb,currentColor 7%,transparent)}
table{border-collapse:collapse;width:100%}
td,th{text-align:left;vertical-align:top;padding:.2rem 1rem .2rem 0}
.note{opacity:.75}
form{margin:.75rem 0;padding:.75rem;border:1px solid color-mix(in srgb,currentColor 20%,transparent);border-radius:6px}
form label{display:block;margin-bottom:.5rem}
input:not([type=file]),textarea,select{display:block;box-sizing:border-box;width:100%;font:inherit;font-family:ui-monospace,monospace;font-size:.9em;padding:.25rem .4rem}
button{font:inherit;padding:.25rem .8rem;margin-right:.5rem}
output{display:block;margin-top:.75rem}
output pre{max-height:30rem;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere}`;

/** Renders all operations, grouped by the first segment of their path. Readable without its script. */
export function renderDocsPage(version: string): string {
  const groups = Map.groupBy(Object.entries<ApiRoute>(routes), ([, { path }]) => path.split("/")[2] ?? "");
  const sections = [...groups].map(
    ([group, entries]) => `<h2>${escapeHtml(group)}</h2>${entries.map(renderRoute).join("")}`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mailglass API</title><style>${DOCS_STYLE}</style></head>
<body><main><p><a href="../">Inbox</a></p><h1>Mailglass API <small>${escapeHtml(version)}</small></h1>
<p>Errors are <code>application/problem+json</code> (RFC 9457) whose <code>detail</code> says what to do.
As OpenAPI 3.1: <a href="openapi.json">openapi.json</a>.</p>
${sections.join("\n")}
</main>
<script type="module" src="../api-docs.js"></script>
</body></html>`;
}

function renderRoute([name, route]: [string, ApiRoute]): string {
  const { method, path, summary, params, query, mediaType, response, status } = route;
  const answer = status === 204 ? "nothing" : (mediaType ?? "application/json");
  return `<details id="${name}"><summary><b>${method}</b> <code>${escapeHtml(path)}</code> <span class="note">${renderText(summary)}</span></summary>
<pre tabindex="0">${escapeHtml(formatCurl(route))}</pre>
${renderFields("In the path", params)}${renderFields("Query", query)}${renderBody(route)}
${renderTryForm(name, route)}
<p>Responds with ${status ?? 200} and <code>${escapeHtml(answer)}</code>${response ? "" : "."}</p>
${response ? `<pre tabindex="0">${escapeHtml(formatSchema(response))}</pre>` : ""}</details>`;
}

/** Renders a description: its names are in backticks. */
function renderText(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}

function renderBody({ body, rawBody, rawTypes = ["message/rfc822"] }: ApiRoute): string {
  if (body === undefined) return "";
  const types = [...(acceptsJson(body) ? ["JSON"] : []), ...(rawBody ? rawTypes : [])].join(", or ");
  return acceptsJson(body) ? renderFields(`Body: ${types}`, body) : `<p>Body: ${escapeHtml(types)}</p>`;
}

/** Formats a command for a shell; words in capitals are placeholders. */
function formatCurl({ method, path, body }: ApiRoute): string {
  const address = `http://localhost:8025${path.replace(/:(\w+)/g, (_, name: string) => name.toUpperCase())}`;
  const flags = `${method === "GET" ? "" : ` -X ${method}`}${formatCurlBody(body)}`;
  return `curl${flags} ${address}`;
}

function formatCurlBody(body: TSchema | undefined): string {
  if (body === undefined) return "";
  return acceptsJson(body) ? " --json '{…}'" : " --data-binary @FILE";
}

function renderFields(title: string, schema: TSchema | undefined): string {
  const { properties = {}, required = [] }: SchemaShape = schema ?? {};
  const rows = Object.entries(properties).map(([name, field]) => {
    const notes = [
      field.description,
      field.default === undefined ? undefined : `Default ${JSON.stringify(field.default)}.`,
    ];
    return `<tr><td><code>${escapeHtml(name)}</code>${required.includes(name) ? "" : " <span class=note>optional</span>"}</td><td><code>${escapeHtml(formatSchema(field))}</code></td><td>${renderText(notes.filter(Boolean).join(". "))}</td></tr>`;
  });
  return rows.length === 0 ? "" : `<table><caption>${escapeHtml(title)}</caption>${rows.join("")}</table>`;
}
