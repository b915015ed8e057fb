import { randomInt } from "node:crypto";
import { MailTemplate } from "@mailglass/shared";
import * as Type from "typebox";
import * as Value from "typebox/value";
import { MAX_TEMPLATES } from "../../mailbox/template-store.ts";
import { NULLABLE_TEXT, STRICT } from "../body-schemas.ts";
import { answer } from "./answer.ts";
import { createPostmarkRefusal } from "./postmark-errors.ts";
import {
  deleteTemplate,
  findTemplate,
  keepTemplate,
  listTemplates,
  numberOf,
  type PostmarkTemplate,
} from "./postmark-template-book.ts";
import type { ProviderReply, ReadCall, ReadRoute } from "./provider.ts";
import { requireValid } from "./provider-error.ts";
import { RequestFields } from "./request-fields.ts";

/* Postmark's templates: https://postmarkapp.com/developer/api/templates-api */

const TEMPLATES = "/templates";
const TEMPLATE = "/templates/:id";

const IGNORED = Type.Optional(Type.Unknown());

const TemplateContent = Type.Object(
  {
    Name: Type.Optional(Type.Union([Type.String({ minLength: 1 }), Type.Null()])),
    Alias: NULLABLE_TEXT,
    Subject: NULLABLE_TEXT,
    HtmlBody: NULLABLE_TEXT,
    TextBody: NULLABLE_TEXT,
    LayoutTemplate: NULLABLE_TEXT,
    TemplateType: Type.Optional(Type.Union([Type.Literal("Standard"), Type.Literal("Layout"), Type.Null()])),
    // The postmark-cli sends what it knows of a template, too.
    Active: IGNORED,
    AssociatedServerId: IGNORED,
    New: IGNORED,
    Status: IGNORED,
    TemplateId: IGNORED,
  },
  STRICT,
);

/** Resend has templates at the same path. */
export const POSTMARK_TEMPLATE_ROUTES: readonly ReadRoute[] = [
  { method: "GET", path: TEMPLATES, isShared: true, run: list },
  { method: "POST", path: TEMPLATES, isShared: true, content: TemplateContent, run: create },
  { method: "GET", path: TEMPLATE, isShared: true, run: get },
  { method: "PUT", path: TEMPLATE, isShared: true, content: TemplateContent, run: update },
  { method: "DELETE", path: TEMPLATE, isShared: true, run: remove },
];

async function list({ templates, query }: ReadCall): Promise<ProviderReply> {
  const { TemplateType: type = "All", LayoutTemplate: layout } = query;
  const [count, offset] = [readCount(query, "Count"), readCount(query, "Offset")];
  const fitting = (await listTemplates(templates)).filter(
    (template) => (type === "All" || typeOf(template) === type) && (layout === undefined || template.layout === layout),
  );
  const page = fitting.slice(offset, count === undefined ? undefined : (offset ?? 0) + count);
  return answer({ TotalCount: fitting.length, Templates: page.map(describe) });
}

/** Libraries write `count`, others `Count`. */
function readCount(query: Readonly<Record<string, string>>, name: string): number | undefined {
  const written = query[name] ?? query[name.toLowerCase()];
  if (written === undefined) return undefined;
  if (!/^\d{1,4}$/.test(written)) throw createPostmarkRefusal("templateQuery", `${name} must be a whole number.`);
  return Number(written);
}

const typeOf = ({ isLayout }: PostmarkTemplate) => (isLayout ? "Layout" : "Standard");

const describe = (template: PostmarkTemplate) => ({
  TemplateId: template.id,
  Name: template.name,
  Active: true,
  Alias: template.alias,
  TemplateType: typeOf(template),
  LayoutTemplate: template.layout,
});

async function get(call: ReadCall): Promise<ProviderReply> {
  const template = await find(call);
  const { subject = "", html = null, text = null } = template.content;
  const content = { Subject: subject, HtmlBody: html, TextBody: text };
  return answer({ ...describe(template), ...content, AssociatedServerId: 1 });
}

async function find({ templates, params }: ReadCall): Promise<PostmarkTemplate> {
  const template = await findTemplate(templates, params["id"] ?? "");
  if (template !== undefined) return template;
  throw createPostmarkRefusal("templateUnknown", "The template does not exist.");
}

async function create(call: ReadCall): Promise<ProviderReply> {
  const fields = new RequestFields(call.body);
  if (!fields.has("Name")) throw createPostmarkRefusal("templateFieldMissing", "The 'Name' field is required.");
  const alias = readAlias(fields);
  const key = alias ?? String(randomInt(100_000_000, 1_000_000_000));
  await requireFree(call, key);
  if (call.templates.size >= MAX_TEMPLATES)
    throw createPostmarkRefusal("templateLimit", `There are ${MAX_TEMPLATES} templates, which is the maximum.`);
  const isLayout = fields.text("TemplateType", "Template") === "Layout";
  const template = readTemplate(fields, {
    key,
    id: numberOf(key),
    alias,
    name: key,
    isLayout,
    layout: null,
    content: {},
  });
  keepTemplate(call.templates, template);
  return answer(describe(template));
}

async function update(call: ReadCall): Promise<ProviderReply> {
  const fields = new RequestFields(call.body);
  const former = await find(call);
  if (fields.has("TemplateType") && fields.text("TemplateType", "Template") !== typeOf(former))
    throw createPostmarkRefusal("templateFieldInvalid", "The 'TemplateType' of a template cannot be changed.");
  const alias = fields.has("Alias") ? readAlias(fields) : former.alias;
  const key = alias ?? String(former.id);
  if (key !== former.key) await requireFree(call, key);
  const template = readTemplate(fields, { ...former, key, alias });
  keepTemplate(call.templates, template, former.key);
  return answer(describe(template));
}

/** @throws {ProviderError} if there is a template with this alias or number */
async function requireFree({ templates }: ReadCall, key: string): Promise<void> {
  if ((await findTemplate(templates, key)) !== undefined)
    throw createPostmarkRefusal("templateFieldInvalid", `The alias '${key}' is used by another template.`);
}

async function remove(call: ReadCall): Promise<ProviderReply> {
  const template = await find(call);
  if (!deleteTemplate(call.templates, template))
    throw createPostmarkRefusal(
      "templateFieldInvalid",
      "This template is a file of --templates, which is not deleted here.",
    );
  return answer({ ErrorCode: 0, Message: `Template ${template.id} removed.` });
}

function readAlias(fields: RequestFields): string | null {
  const alias = fields.text("Alias", "Template") ?? "";
  if (alias === "") return null;
  if (/^[A-Za-z][A-Za-z0-9_-]{0,99}$/.test(alias)) return alias;
  throw createPostmarkRefusal(
    "templateFieldInvalid",
    "The 'Alias' must begin with a letter, and may have letters, digits, '-' and '_' (here also not '.').",
  );
}

/** Reads a template; what the request leaves out is as it was. */
function readTemplate(fields: RequestFields, former: PostmarkTemplate): PostmarkTemplate {
  const [subject, html, text] = ["Subject", "HtmlBody", "TextBody"].map((name) => fields.text(name, "Template"));
  const name = fields.text("Name", "Template") ?? former.name;
  const layout = fields.text("LayoutTemplate", "Template") ?? former.layout;
  const content = {
    ...former.content,
    ...(subject !== undefined && { subject }),
    ...(html !== undefined && { html }),
    ...(text !== undefined && { text }),
  };
  requireValid(fields);
  if ((content.html ?? "") === "" && (content.text ?? "") === "")
    throw createPostmarkRefusal("templateFieldMissing", "The template must have an 'HtmlBody' or a 'TextBody'.");
  if (!Value.Check(MailTemplate, content))
    throw createPostmarkRefusal("templateTooLarge", "'HtmlBody' and 'TextBody' may have 1,000,000 characters each.");
  return { ...former, name, layout: layout === "" ? null : layout, content };
}
