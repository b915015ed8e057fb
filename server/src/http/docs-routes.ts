import { type ApiRoute, routes } from "@mailglass/shared";
import type { FastifyInstance } from "fastify";
import type { TSchema } from "typebox";
import { escapeHtml } from "../base/escape-html.ts";
import { createOpenApi } from "./create-openapi.ts";
import type { PublicPathOf } from "./trusted-proxies.ts";

/** Serves `/api/openapi.json`, and `/api/docs`, the same as one HTML page without scripts. */
export function addDocsRoutes(app: FastifyInstance, version: string, publicPathOf: PublicPathOf): void {
  app.get("/api/openapi.json", (request, reply) => reply.send(createOpenApi(version, publicPathOf(request))));
  app.get("/api/docs", (_, reply) =>
    reply
      .header(
        "content-security-policy",
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      )
      .type("text/html; charset=utf-8")
      .send(renderDocsPage(version)),
  );
}

const DOCS_STYLE = `
:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}
body{max-width:60rem;margin:0 auto;padding:2rem 1rem}
h2{margin:2rem 0 .5rem;text-transform:capitalize}
details{border-top:1px solid color-mix(in srgb,currentColor 20%,transparent);padding:.4rem 0}
summary{cursor:pointer}
summary b{display:inline-block;width:4.5rem;font-size:.8em}
code,pre{font-family:ui-monospace,monospace;font-size:.9em}
pre{overflow-x:auto;padding:.75rem;border-radius:6px;background:color-mix(in srgb,currentColor 7%,transparent)}
table{border-collapse:collapse;width:100%}
td,th{text-align:left;vertical-align:top;padding:.2rem 1rem .2rem 0}
.note{opacity:.75}`;

function renderDocsPage(version: string): string {
  const groups = Map.groupBy(Object.entries<ApiRoute>(routes), ([, { path }]) => path.split("/")[2] ?? "");
  const sections = [...groups].map(
    ([group, entries]) => `<h2>${escapeHtml(group)}</h2>${entries.map(renderRoute).join("")}`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mailglass API</title><style>${DOCS_STYLE}</style></head>
<body><h1>Mailglass API <small>${escapeHtml(version)}</small></h1>
<p>Errors are <code>application/problem+json</code> (RFC 9457) whose <code>detail</code> says what to do.
As OpenAPI 3.1: <a href="openapi.json">openapi.json</a>.</p>
${sections.join("\n")}
</body></html>`;
}

function renderRoute([name, route]: [string, ApiRoute]): string {
  const { method, path, summary, params, query, body, rawBody, mediaType, response, status } = route;
  const answer = status === 204 ? "nothing" : (mediaType ?? "application/json");
  return `<details id="${name}"><summary><b>${method}</b> <code>${escapeHtml(path)}</code> <span class="note">${escapeHtml(summary)}</span></summary>
<pre>${escapeHtml(formatCurl(route))}</pre>
${renderFields("In the path", params)}${renderFields("Query", query)}${renderFields(rawBody ? "Body: JSON, or message/rfc822" : "Body: JSON", body)}
<p>Responds with ${status ?? 200} and <code>${escapeHtml(answer)}</code>${response ? "" : "."}</p>
${response ? `<pre>${escapeHtml(formatSchema(response))}</pre>` : ""}</details>`;
}

/** Formats a command for a shell; words in capitals are placeholders. */
function formatCurl({ method, path, body }: ApiRoute): string {
  const address = `http://localhost:8025${path.replace(/:(\w+)/g, (_, name: string) => name.toUpperCase())}`;
  const flags = `${method === "GET" ? "" : ` -X ${method}`}${body ? " --json '{…}'" : ""}`;
  return `curl${flags} ${address}`;
}

interface SchemaShape {
  readonly $id?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, SchemaShape>>;
  readonly required?: readonly string[];
  readonly items?: SchemaShape;
  readonly anyOf?: readonly SchemaShape[];
  readonly allOf?: readonly SchemaShape[];
}

function renderFields(title: string, schema: TSchema | undefined): string {
  const { properties = {}, required = [] }: SchemaShape = schema ?? {};
  const rows = Object.entries(properties).map(([name, field]) => {
    const notes = [
      field.description,
      field.default === undefined ? undefined : `Default ${JSON.stringify(field.default)}.`,
    ];
    return `<tr><td><code>${escapeHtml(name)}</code>${required.includes(name) ? "" : " <span class=note>optional</span>"}</td><td><code>${escapeHtml(formatSchema(field))}</code></td><td>${escapeHtml(notes.filter(Boolean).join(". "))}</td></tr>`;
  });
  return rows.length === 0 ? "" : `<table><caption>${escapeHtml(title)}</caption>${rows.join("")}</table>`;
}

/** Formats a schema as a TypeScript type, the notation that most readers know. */
function formatSchema(schema: SchemaShape, indent = ""): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.anyOf) return schema.anyOf.map((one) => formatSchema(one, indent)).join(" | ");
  if (schema.allOf) return schema.allOf.map((one) => formatSchema(one, indent)).join(" & ");
  if (schema.type === "array") {
    const item = formatSchema(schema.items ?? {}, indent);
    return item.includes(" | ") ? `(${item})[]` : `${item}[]`;
  }
  if (schema.type === "object" && schema.properties) {
    const lines = Object.entries(schema.properties).map(([name, field]) => {
      const optional = schema.required?.includes(name) ? "" : "?";
      const note = field.description ? `  // ${field.description}` : "";
      return `${indent}  ${name}${optional}: ${formatSchema(field, `${indent}  `)}${note}`;
    });
    return `{\n${lines.join("\n")}\n${indent}}`;
  }
  return schema.type ?? "unknown";
}
