import * as Type from "typebox";
import type { TemplateStore } from "../../mailbox/template-store.ts";
import { factsOf, listVersions, readContent, type Version } from "./mailgun-template-book.ts";
import { parseJsonRecord } from "./parse-json-record.ts";
import type { ReadCall } from "./provider.ts";
import { invalid, requireValid } from "./provider-error.ts";
import type { RequestFields } from "./request-fields.ts";

/* Reads templates and versions from requests to Mailgun, and describes them in replies. */

/** The template that a path names. */
export const nameOf = ({ params }: ReadCall): string => params["name"] ?? "";

export const TEXT = Type.Optional(Type.String());

/** What a version has in a request besides its tag. */
export const VERSION_MEMBERS = {
  template: Type.Optional(Type.String({ minLength: 1 })),
  comment: TEXT,
  engine: TEXT,
  headers: TEXT,
  active: Type.Optional(Type.String({ pattern: "^(?:[Yy]es|YES|[Nn]o|NO|[Tt]rue|TRUE|[Ff]alse|FALSE)$" })),
};

export const isYes = (value: string | undefined): boolean => /^(?:yes|true)$/i.test(value ?? "");

/** Reads what a version has besides its tag. Without header fields, those of `old` are kept. */
export function readVersion(
  fields: RequestFields,
  { tag, isActive, html }: { readonly tag: string; readonly isActive: boolean; readonly html: string },
  old?: Version,
) {
  const engine = fields.text("engine", "Template engine") ?? "handlebars";
  if (!["go", "handlebars"].includes(engine))
    throw invalid("engine", `Invalid parameter: engine ${engine.slice(0, 100)} is not supported`);
  const headers = parseJsonRecord(fields, "headers", "Header fields");
  if (Object.values(headers).some((value) => typeof value !== "string"))
    throw invalid("headers", "Invalid parameter: headers must be a JSON object of strings");
  const kept = fields.has("headers") || old?.content.subject === undefined ? headers : { Subject: old.content.subject };
  const facts = readFacts(fields, ["comment", "engine", "headers"]);
  return { version: { tag, isActive, content: readContent(fields, html, kept) }, facts };
}

/** Maximum characters of a description, a comment, or the header fields. */
const MAX_FACT_LENGTH = 10_000;

/** Reads what is kept with a template or a version. @throws {ProviderError} if it is not valid */
export function readFacts(fields: RequestFields, names: readonly string[]): Record<string, string> {
  const entries = names.flatMap((name): [string, string][] => {
    const value = fields.text(name, "Template");
    if (value !== undefined && value.length > MAX_FACT_LENGTH)
      throw invalid(name, `Invalid parameter: ${name} has more than ${MAX_FACT_LENGTH} characters`);
    return value === undefined ? [] : [[name, value]];
  });
  requireValid(fields);
  return Object.fromEntries(entries);
}

/** Reads the name of a template, or the tag of a version. */
export function readName(fields: RequestFields, field: "name" | "tag"): string {
  const value = fields.text(field, "Template")?.trim() ?? "";
  if (value === "") throw invalid(field, `Missing mandatory parameter: ${field}`);
  const pattern = field === "name" ? /^[A-Za-z0-9_-]{1,100}$/ : /^[A-Za-z0-9._-]{1,100}$/;
  if (!pattern.test(value)) throw invalid(field, `Invalid parameter: ${field} is invalid`);
  return value;
}

export async function describeTemplate(templates: TemplateStore, name: string, withVersion: boolean) {
  const versions = await listVersions(templates, name);
  const active = withVersion ? versions.find(({ isActive }) => isActive) : undefined;
  const { description = "", createdAt = "", createdBy = "", id = "" } = factsOf(templates, name);
  return {
    name,
    description,
    createdAt: createdAt === "" ? NO_DATE : createdAt,
    createdBy,
    id,
    ...(active !== undefined && { version: describeVersion(templates, name, active, true) }),
  };
}

/** The date of a template that was not created by these routes. */
const NO_DATE = "Thu, 01 Jan 1970 00:00:00 UTC";

export function describeVersion(
  templates: TemplateStore,
  name: string,
  { tag, isActive, content }: Version,
  withContent: boolean,
) {
  const {
    comment = "",
    createdAt = NO_DATE,
    engine = "handlebars",
    id = "",
    headers,
  } = factsOf(templates, `${name}@${tag}`);
  return {
    tag,
    engine,
    mjml: "",
    createdAt,
    comment,
    active: isActive,
    id,
    ...(withContent && { template: content.html ?? "" }),
    ...(withContent && headers !== undefined && { headers: JSON.parse(headers) as unknown }),
  };
}
