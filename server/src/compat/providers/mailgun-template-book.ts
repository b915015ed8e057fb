import { randomUUID } from "node:crypto";
import { MailTemplate } from "@mailglass/shared";
import * as Value from "typebox/value";
import {
  MAX_TEMPLATES,
  type TemplateEntry,
  type TemplateFacts,
  type TemplateStore,
} from "../../mailbox/template-store.ts";
import { createRefusal, invalid, requireValid } from "./provider-error.ts";
import type { RequestFields } from "./request-fields.ts";

/*
 * Mailgun's templates, each with versions, in the store of all templates. The version `v2` of the template `order` is the template
 * `order@v2`; `order` itself has the content of the active version, with which a message is written that names none.
 */

const PROVIDER = "mailgun";

/** The version of a template that was given without one. */
export const FIRST_TAG = "initial";

export type Version = { readonly tag: string; readonly isActive: boolean; readonly content: MailTemplate };

/** Returns the names of all templates, sorted. */
export async function listNames(templates: TemplateStore): Promise<string[]> {
  const ids = await templates.list(PROVIDER);
  return [...new Set(ids.map((id) => id.split("@", 1)[0] ?? ""))];
}

export const factsOf = (templates: TemplateStore, id: string) => templates.facts(PROVIDER, id);

/** Returns the versions of a template. @throws {ProviderError} if there is no such template */
export async function listVersions(templates: TemplateStore, name: string): Promise<Version[]> {
  const own = name.includes("@") ? undefined : await templates.find(PROVIDER, name);
  const ids = (await listIds(templates, name)).filter((id) => id !== name);
  if (own === undefined && ids.length === 0) throw notFound("template not found");
  const { active = FIRST_TAG } = factsOf(templates, name);
  const versions: Version[] = [];
  // Given by a file, or by our own API, without a version.
  if (own !== undefined && !isEmpty(own) && !ids.includes(`${name}@${active}`))
    versions.push({ tag: active, isActive: true, content: own });
  for (const id of ids) {
    const tag = id.slice(name.length + 1);
    const content = await templates.find(PROVIDER, id);
    if (content !== undefined) versions.push({ tag, isActive: tag === active && own !== undefined, content });
  }
  return versions;
}

/** Returns the ids of a template and of its versions. */
async function listIds(templates: TemplateStore, name: string): Promise<string[]> {
  const ids = await templates.list(PROVIDER);
  return ids.filter((id) => id === name || id.startsWith(`${name}@`));
}

/** The content of a template that has no active version. */
const NO_CONTENT: MailTemplate = { html: "" };

const isEmpty = ({ html, text, subject }: MailTemplate) => html === "" && text === undefined && subject === undefined;

/** @throws {ProviderError} if there is no such version */
export async function findVersion(templates: TemplateStore, name: string, tag: string): Promise<Version> {
  const version = (await listVersions(templates, name)).find((one) => one.tag === tag);
  if (version === undefined) throw notFound("template version not found");
  return version;
}

/** Stores a template without a version, or changes what is kept with it. */
export async function keepTemplate(templates: TemplateStore, name: string, changes: TemplateFacts): Promise<void> {
  const content = (await templates.find(PROVIDER, name)) ?? NO_CONTENT;
  store(templates, name, content, { ...newFacts(), ...factsOf(templates, name), ...changes });
}

/** Stores a version, and makes it the active one if it is to be; then `templateChanges` are kept with the template. */
export async function keepVersion(
  templates: TemplateStore,
  name: string,
  { tag, isActive, content }: Version,
  changes: TemplateFacts,
  templateChanges: TemplateFacts = {},
): Promise<void> {
  const id = `${name}@${tag}`;
  const version = { id, template: content, facts: { ...newFacts(), ...factsOf(templates, id), ...changes } };
  const facts = { ...newFacts(), ...factsOf(templates, name), ...templateChanges, active: tag };
  storeAll(templates, isActive ? [version, { id: name, template: content, facts }] : [version]);
}

/** Deletes a version. A template whose active version is deleted has none. */
export function deleteVersion(templates: TemplateStore, name: string, { tag, isActive }: Version): void {
  remove(templates, `${name}@${tag}`);
  if (isActive) store(templates, name, NO_CONTENT, { ...newFacts(), ...factsOf(templates, name), active: "" });
}

/** Deletes a template with its versions. @throws {ProviderError} if one of them is a file */
export async function deleteTemplate(templates: TemplateStore, name: string): Promise<void> {
  await listVersions(templates, name);
  const ids = await listIds(templates, name);
  for (const id of ids) if (!templates.has(PROVIDER, id)) throw isFile();
  for (const id of ids) templates.delete(PROVIDER, id);
}

/** Deletes all templates, but no files. */
export async function deleteAllTemplates(templates: TemplateStore): Promise<void> {
  for (const id of await templates.list(PROVIDER)) templates.delete(PROVIDER, id);
}

function remove(templates: TemplateStore, id: string): void {
  if (!templates.delete(PROVIDER, id)) throw isFile();
}

const isFile = () => invalid("template", "This template is a file of --templates, which is not deleted here.");

/** @throws {ProviderError} if there is no room for so many more templates and versions */
function requireRoom(templates: TemplateStore, count: number): void {
  if (templates.size + count > MAX_TEMPLATES)
    throw invalid("template", `There are ${templates.size} templates and versions; ${MAX_TEMPLATES} is the maximum.`);
}

function store(templates: TemplateStore, id: string, template: MailTemplate, facts: TemplateFacts): void {
  storeAll(templates, [{ id, template, facts }]);
}

function storeAll(templates: TemplateStore, entries: readonly TemplateEntry[]): void {
  const added = entries.filter(({ id }) => !templates.has(PROVIDER, id)).length;
  if (added > 0) requireRoom(templates, added);
  templates.setAll(PROVIDER, entries);
}

const newFacts = (): TemplateFacts => ({ createdAt: new Date().toUTCString().replace("GMT", "UTC"), id: randomUUID() });

/** Reads the content of a version: the HTML, and the subject among the header fields, which are JSON. */
export function readContent(
  fields: RequestFields,
  html: string,
  headers: Readonly<Record<string, unknown>>,
): MailTemplate {
  const { Subject: subject } = headers;
  const content = { html, ...(typeof subject === "string" && { subject }) };
  requireValid(fields);
  if (!Value.Check(MailTemplate, content))
    throw invalid("template", "The template may have 1,000,000 characters, and its subject 10,000.");
  return content;
}

const notFound = (message: string) => createRefusal("not-found", message);
