import { escapeHtml } from "../../base/escape-html.ts";
import { EMPTY_ENVELOPE } from "../../mail/empty-envelope.ts";
import { createTransientSource } from "../../mail/worker/transient-source.ts";
import { parseJsonRecord } from "./parse-json-record.ts";
import type { ProviderReply, ReadCall } from "./provider.ts";
import { createRefusal, invalid, requireValid } from "./provider-error.ts";
import { RequestFields } from "./request-fields.ts";
import type { RenderOutcome } from "./ses-render.ts";
import { renderPreviewJob } from "./ses-render-job.ts";
import { formatSesV1Error, formatSesV1Result } from "./ses-v1-replies.ts";

/* Amazon SES renders a stored template without sending it: TestRenderEmailTemplate (version 2), TestRenderTemplate (version 1). */

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_TestRenderEmailTemplate.html */
export async function testRenderEmailTemplate(call: ReadCall): Promise<ProviderReply> {
  const name = call.params["name"] ?? "";
  const { fields, variables } = readVariables(call);
  requireValid(fields);
  const outcome = await renderStored(call, name, variables);
  if (outcome === undefined) throw createRefusal("not-found", describeUnknown(name));
  if (outcome.type === "rendered") return { status: 200, body: { RenderedTemplate: outcome.source } };
  throw invalid("TemplateData", describeFailure(outcome));
}

/** https://docs.aws.amazon.com/ses/latest/APIReference/API_TestRenderTemplate.html */
export async function testRenderTemplate(call: ReadCall): Promise<ProviderReply> {
  const { fields, variables } = readVariables(call);
  fields.require(["TemplateName"], (name) => `${name} is required.`);
  const name = fields.text("TemplateName", "Template") ?? "";
  const [problem] = fields.problems;
  if (problem !== undefined) {
    const isMissing = problem.message.endsWith("is required.");
    return formatSesV1Error(isMissing ? "ValidationError" : "InvalidRenderingParameter", problem.message);
  }
  const outcome = await renderStored(call, name, variables);
  if (outcome === undefined) return formatSesV1Error("TemplateDoesNotExist", describeUnknown(name));
  if (outcome.type === "rendered") {
    // A line end of XML would be read as a line feed.
    const source = escapeHtml(outcome.source).replaceAll("\r", "&#xD;");
    return formatSesV1Result("TestRenderTemplate", `<RenderedTemplate>${source}</RenderedTemplate>`);
  }
  const code = outcome.type === "missing" ? "MissingRenderingAttribute" : "InvalidTemplate";
  return formatSesV1Error(code, describeFailure(outcome));
}

function readVariables({ body }: ReadCall) {
  const fields = new RequestFields(body);
  fields.require(["TemplateData"], (name) => `${name} is required.`);
  return { fields, variables: parseJsonRecord(fields, "TemplateData", "Variables of the template") };
}

/** Returns undefined if there is no such template. */
async function renderStored(
  { templates, worker }: ReadCall,
  name: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<RenderOutcome | undefined> {
  const template = await templates.find("ses", name);
  if (template === undefined) return undefined;
  const source = createTransientSource([Buffer.alloc(0)], 0, { envelope: EMPTY_ENVELOPE });
  return worker.run(renderPreviewJob, source, { template, variables });
}

const describeUnknown = (name: string) => `Template ${name.slice(0, 100)} does not exist.`;

function describeFailure(outcome: Exclude<RenderOutcome, { readonly type: "rendered" }>): string {
  if (outcome.type === "invalid") return outcome.message;
  return `Attribute '${outcome.attribute}' is not present in the rendering data.`;
}
