import * as Type from "typebox";
import { STRICT } from "../body-schemas.ts";
import { answer } from "./answer.ts";
import { paginate } from "./mailgun-pages.ts";
import {
  deleteAllTemplates,
  deleteTemplate,
  FIRST_TAG,
  keepTemplate,
  keepVersion,
  listNames,
  listVersions,
} from "./mailgun-template-book.ts";
import {
  describeTemplate,
  isYes,
  nameOf,
  readFacts,
  readName,
  readVersion,
  TEXT,
  VERSION_MEMBERS,
} from "./mailgun-template-parts.ts";
import type { ProviderReply, ReadCall, ReadRoute } from "./provider.ts";
import { createRefusal, invalid } from "./provider-error.ts";
import { RequestFields } from "./request-fields.ts";

/* Mailgun's templates: https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/templates */

const TEMPLATES = "/v3/:domain/templates";
const TEMPLATE = `${TEMPLATES}/:name`;

const NewTemplate = Type.Object(
  { name: TEXT, description: TEXT, createdBy: TEXT, tag: TEXT, ...VERSION_MEMBERS },
  STRICT,
);
const TemplateChange = Type.Object({ description: TEXT }, STRICT);

export const MAILGUN_TEMPLATE_ROUTES: readonly ReadRoute[] = [
  { method: "GET", path: TEMPLATES, run: listTemplates },
  { method: "POST", path: TEMPLATES, body: "form", content: NewTemplate, run: createTemplate },
  { method: "DELETE", path: TEMPLATES, run: deleteAll },
  { method: "GET", path: TEMPLATE, run: getTemplate },
  { method: "PUT", path: TEMPLATE, body: "form", content: TemplateChange, run: updateTemplate },
  { method: "DELETE", path: TEMPLATE, run: deleteOne },
];

async function listTemplates(call: ReadCall): Promise<ProviderReply> {
  const { templates, query } = call;
  const { page, paging } = paginate(await listNames(templates), call);
  const withVersion = isYes(query["active"]);
  const items: unknown[] = [];
  for (const name of page) items.push(await describeTemplate(templates, name, withVersion));
  return answer({ items, paging });
}

async function createTemplate({ templates, body }: ReadCall): Promise<ProviderReply> {
  const fields = new RequestFields(body);
  const name = readName(fields, "name");
  const tag = fields.has("tag") ? readName(fields, "tag") : FIRST_TAG;
  if ((await listNames(templates)).includes(name))
    throw createRefusal("conflict", `template ${name} already exists`, "name");
  const html = fields.text("template", "Template");
  const version = html === undefined ? undefined : readVersion(fields, { tag, isActive: true, html });
  const facts = readFacts(fields, ["description", "createdBy"]);
  if (version === undefined) await keepTemplate(templates, name, facts);
  else await keepVersion(templates, name, version.version, version.facts, facts);
  return answer({
    template: await describeTemplate(templates, name, html !== undefined),
    message: "template has been stored",
  });
}

async function deleteAll({ templates }: ReadCall): Promise<ProviderReply> {
  await deleteAllTemplates(templates);
  return answer({ message: "templates have been deleted" });
}

async function getTemplate(call: ReadCall): Promise<ProviderReply> {
  return answer({ template: await describeTemplate(call.templates, nameOf(call), isYes(call.query["active"])) });
}

async function updateTemplate(call: ReadCall): Promise<ProviderReply> {
  const facts = readFacts(new RequestFields(call.body), ["description"]);
  await listVersions(call.templates, nameOf(call));
  if (Object.keys(facts).length === 0) throw invalid("description", "No fields are provided to update");
  await keepTemplate(call.templates, nameOf(call), facts);
  return answer({ message: "template has been updated", template: { name: nameOf(call) } });
}

async function deleteOne(call: ReadCall): Promise<ProviderReply> {
  await deleteTemplate(call.templates, nameOf(call));
  return answer({ message: "template has been deleted", template: { name: nameOf(call) } });
}
