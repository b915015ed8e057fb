import type { ApiRoute, EndpointName } from "@mailglass/shared";
import type { TSchema } from "typebox";
import { escapeHtml } from "../../base/escape-html.ts";
import { acceptsJson } from "../create-openapi.ts";
import { createExample } from "./create-example.ts";
import type { SchemaShape } from "./format-schema.ts";

/** Operations that delete something and do not use the method DELETE. */
const DESTRUCTIVE: ReadonlySet<string> = new Set<EndpointName>(["deleteSelectedMessages"]);

/**
 * Renders the form that executes an operation. It is hidden until the page's script (`web/src/api-docs`) has taken it
 * over. Names of controls say where a value belongs: `path:id`, `query:limit`, `body`, `file`.
 */
export function renderTryForm(name: string, route: ApiRoute): string {
  const { method, path, params, query, body, rawBody } = route;
  const confirms = method === "DELETE" || DESTRUCTIVE.has(name) ? " data-confirm" : "";
  return `<form hidden data-method="${method}" data-path="${escapeHtml(path)}"${confirms}>
${renderControls("path", params)}${renderControls("query", query)}${renderBodyControls(body, rawBody)}
<button type="submit">Try it</button><button type="button" data-stop hidden>Stop</button><output aria-live="polite"></output></form>`;
}

function renderControls(place: "path" | "query", schema: TSchema | undefined): string {
  const { properties = {}, required = [] }: SchemaShape = schema ?? {};
  return Object.entries(properties)
    .map(
      ([name, field]) =>
        `<label>${escapeHtml(name)}${renderControl(`${place}:${name}`, field, required.includes(name))}</label>`,
    )
    .join("");
}

function renderControl(name: string, field: SchemaShape, isRequired: boolean): string {
  const attributes = `name="${escapeHtml(name)}"${isRequired ? " required" : ""}`;
  const choices = field.type === "boolean" ? ["true", "false"] : field.anyOf?.map((one) => String(one.const));
  if (choices !== undefined) {
    const options = choices.map((choice) => `<option>${escapeHtml(choice)}</option>`).join("");
    return `<select ${attributes}>${isRequired ? "" : "<option></option>"}${options}</select>`;
  }
  if (field.type === "array")
    return `<textarea ${attributes} rows="2" data-list placeholder="One per line"></textarea>`;
  return `<input ${attributes} autocomplete="off">`;
}

function renderBodyControls(body: TSchema | undefined, rawBody: boolean | undefined): string {
  if (body === undefined) return "";
  const json = acceptsJson(body)
    ? `<label>Body, JSON<textarea name="body" rows="6" spellcheck="false">${escapeHtml(JSON.stringify(createExample(body), null, 2))}</textarea></label>`
    : "";
  const file = rawBody
    ? `<label>${json === "" ? "Body: a file" : "Or a file"} <input type="file" name="file"></label>`
    : "";
  return json + file;
}
