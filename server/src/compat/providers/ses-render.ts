import type { MailTemplate } from "@mailglass/shared";
import { composeMessage } from "./compose-message.ts";
import { renderTemplate, TemplateError } from "./render-template.ts";

/** Milliseconds for all parts of a template. */
const MAX_RENDERING_MS = 1_000;

export interface RenderParams {
  readonly template: MailTemplate;
  readonly variables: Readonly<Record<string, unknown>>;
}

export type RenderOutcome =
  /** `source` is the message (RFC 5322) without addresses. */
  | { readonly type: "rendered"; readonly source: string }
  /** The variables lack one that the template has. */
  | { readonly type: "missing"; readonly attribute: string }
  | { readonly type: "invalid"; readonly message: string };

/** Renders a template as Amazon SES does to test it: a variable without a value is an error. */
export async function renderSesTemplate({ template, variables }: RenderParams): Promise<RenderOutcome> {
  try {
    const budget = { leftMs: MAX_RENDERING_MS };
    const { content, missing } = renderTemplate(template, variables, "handlebars-required", budget);
    const [attribute] = missing;
    if (attribute !== undefined) return { type: "missing", attribute };
    const { subject, text, html } = content;
    const { raw } = await composeMessage({ from: undefined, subject, text, html });
    return { type: "rendered", source: raw.toString("utf8") };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { type: "invalid", message: error.message };
  }
}
