import { createHash } from "node:crypto";
import type { MailTemplate } from "@mailglass/shared";
import type { TemplateStore } from "../../mailbox/template-store.ts";

/*
 * Postmark's templates in the store of all templates. Each has a number, and most an alias, by which the store knows it; without one, it
 * is known by its number. A template that was given by a file or by our own API has a number that follows from its alias.
 */

const PROVIDER = "postmark";

export interface PostmarkTemplate {
  /** The alias, or the number of a template that has none. */
  readonly key: string;
  readonly id: number;
  readonly alias: string | null;
  readonly name: string;
  readonly isLayout: boolean;
  /** The alias of its layout. */
  readonly layout: string | null;
  readonly content: MailTemplate;
}

/** Returns all templates in the order of their aliases. */
export async function listTemplates(templates: TemplateStore): Promise<PostmarkTemplate[]> {
  const found = await Promise.all((await templates.list(PROVIDER)).map((key) => read(templates, key)));
  return found.filter((template) => template !== undefined);
}

/** Returns a template by its number or alias; undefined if there is none. */
export async function findTemplate(templates: TemplateStore, idOrAlias: string): Promise<PostmarkTemplate | undefined> {
  const template = await read(templates, idOrAlias);
  if (template !== undefined || !isNumber(idOrAlias)) return template;
  const key = (await templates.list(PROVIDER)).find((key) => idOf(templates, key) === Number(idOrAlias));
  return key === undefined ? undefined : read(templates, key);
}

/** Returns what a message is written with: a template inside its layout. */
export async function resolveTemplate(templates: TemplateStore, idOrAlias: string): Promise<MailTemplate | undefined> {
  const template = await findTemplate(templates, idOrAlias);
  if (template?.layout == null) return template?.content;
  const layout = await findTemplate(templates, template.layout);
  return layout === undefined ? template.content : insertIntoLayout(template.content, layout.content);
}

/** A layout has it once. */
const CONTENT = /\{\{\{\s*@content\s*\}\}\}/;

function insertIntoLayout(content: MailTemplate, layout: MailTemplate): MailTemplate {
  const insert = (outer: string | undefined, inner: string | undefined) =>
    inner === undefined ? undefined : (outer?.replace(CONTENT, () => inner) ?? inner);
  const [html, text] = [insert(layout.html, content.html), insert(layout.text, content.text)];
  return { ...content, ...(html !== undefined && { html }), ...(text !== undefined && { text }) };
}

async function read(templates: TemplateStore, key: string): Promise<PostmarkTemplate | undefined> {
  const content = await templates.find(PROVIDER, key);
  if (content === undefined) return undefined;
  const { name = key, layout, type } = templates.facts(PROVIDER, key);
  return {
    key,
    id: idOf(templates, key),
    alias: isNumber(key) ? null : key,
    name,
    isLayout: type === "Layout",
    layout: layout ?? null,
    content,
  };
}

function idOf(templates: TemplateStore, key: string): number {
  const { id } = templates.facts(PROVIDER, key);
  return id === undefined ? numberOf(key) : Number(id);
}

/** Stores a template, also in place of one with another alias. */
export function keepTemplate(templates: TemplateStore, template: PostmarkTemplate, formerKey = template.key): void {
  const { key, id, name, isLayout, layout, content } = template;
  templates.set(PROVIDER, key, content, {
    id: String(id),
    name,
    ...(isLayout && { type: "Layout" }),
    ...(layout !== null && { layout }),
  });
  if (formerKey !== key) templates.delete(PROVIDER, formerKey);
}

/** Returns false if the template is a file. */
export const deleteTemplate = (templates: TemplateStore, { key }: PostmarkTemplate): boolean =>
  templates.delete(PROVIDER, key);

/** Returns the number of a new template. */
export function numberOf(key: string): number {
  if (isNumber(key)) return Number(key);
  return createHash("sha256").update(key).digest().readUInt32BE() % 100_000_000;
}

const isNumber = (key: string): boolean => /^\d{1,15}$/.test(key);
