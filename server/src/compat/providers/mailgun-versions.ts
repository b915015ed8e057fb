import * as Type from "typebox";
import { STRICT } from "../body-schemas.ts";
import { answer } from "./answer.ts";
import { paginate } from "./mailgun-pages.ts";
import { deleteVersion, findVersion, keepVersion, listVersions } from "./mailgun-template-book.ts";
import {
  describeTemplate,
  describeVersion,
  isYes,
  nameOf,
  readName,
  readVersion,
  TEXT,
  VERSION_MEMBERS,
} from "./mailgun-template-parts.ts";
import type { ProviderReply, ReadCall, ReadRoute } from "./provider.ts";
import { createRefusal, invalid } from "./provider-error.ts";
import { RequestFields } from "./request-fields.ts";

/* The versions of Mailgun's templates. */

const VERSIONS = "/v3/:domain/templates/:name/versions";
const VERSION = `${VERSIONS}/:tag`;

const NewVersion = Type.Object({ tag: TEXT, ...VERSION_MEMBERS }, STRICT);
const VersionChange = Type.Object(VERSION_MEMBERS, STRICT);

export const MAILGUN_VERSION_ROUTES: readonly ReadRoute[] = [
  { method: "GET", path: VERSIONS, run: getVersions },
  { method: "POST", path: VERSIONS, body: "form", content: NewVersion, run: createVersion },
  { method: "GET", path: VERSION, run: getVersion },
  { method: "PUT", path: VERSION, body: "form", content: VersionChange, run: updateVersion },
  { method: "DELETE", path: VERSION, run: deleteOneVersion },
];

const tagOf = ({ params }: ReadCall) => params["tag"] ?? "";

async function getVersions(call: ReadCall): Promise<ProviderReply> {
  const { templates } = call;
  const all = await listVersions(templates, nameOf(call));
  const { page, paging } = paginate(
    all.map(({ tag }) => tag),
    call,
  );
  const versions = all.filter(({ tag }) => page.includes(tag));
  const described = versions.map((version) => describeVersion(templates, nameOf(call), version, false));
  return answer({
    template: { ...(await describeTemplate(templates, nameOf(call), false)), versions: described },
    paging,
  });
}

async function createVersion(call: ReadCall): Promise<ProviderReply> {
  const { templates } = call;
  const name = nameOf(call);
  const fields = new RequestFields(call.body);
  const versions = await listVersions(templates, name);
  const html = fields.text("template", "Template");
  if (html === undefined) throw invalid("template", "Missing mandatory parameter: template");
  const tag = readName(fields, "tag");
  if (versions.some((version) => version.tag === tag))
    throw createRefusal("conflict", `version ${tag} already exists`, "tag");
  const isActive = isYes(fields.text("active", "Active version")) || versions.length === 0;
  const { version, facts } = readVersion(fields, { tag, isActive, html });
  await keepVersion(templates, name, version, facts);
  const described = await describeTemplate(templates, name, false);
  return answer({
    message: "new version of the template has been stored",
    template: { ...described, version: describeVersion(templates, name, version, true) },
  });
}

async function getVersion(call: ReadCall): Promise<ProviderReply> {
  const { templates } = call;
  const version = await findVersion(templates, nameOf(call), tagOf(call));
  const described = await describeTemplate(templates, nameOf(call), false);
  return answer({ template: { ...described, version: describeVersion(templates, nameOf(call), version, true) } });
}

async function updateVersion(call: ReadCall): Promise<ProviderReply> {
  const { templates } = call;
  const name = nameOf(call);
  const old = await findVersion(templates, name, tagOf(call));
  const fields = new RequestFields(call.body);
  if (!["template", "comment", "active", "headers"].some((field) => fields.has(field)))
    throw invalid("template", "No fields are provided to update");
  const html = fields.text("template", "Template") ?? old.content.html ?? "";
  const isActive = isYes(fields.text("active", "Active version")) || old.isActive;
  const { version, facts } = readVersion(fields, { tag: old.tag, isActive, html }, old);
  await keepVersion(templates, name, version, facts);
  return answer({ message: "version has been updated", template: { name, version: { tag: old.tag } } });
}

async function deleteOneVersion(call: ReadCall): Promise<ProviderReply> {
  const version = await findVersion(call.templates, nameOf(call), tagOf(call));
  deleteVersion(call.templates, nameOf(call), version);
  return answer({
    message: "version has been deleted",
    template: { name: nameOf(call), version: { tag: version.tag } },
  });
}
