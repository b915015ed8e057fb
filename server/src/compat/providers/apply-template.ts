import { isRawMessage } from "./compose-message.ts";
import { type RenderBudget, renderTemplate, TemplateError, type TemplateLanguage } from "./render-template.ts";
import type { MessageParts, RawMessage, Submission, TemplateContent } from "./submission.ts";

interface TemplatedMessage {
  readonly message: MessageParts | RawMessage;
  readonly isRendered: boolean;
  /** Why the template could not be rendered. */
  readonly problem: string | undefined;
}

/** Renders the template of a submission, if it is known. Without one, the message shows the variables. */
export function applyTemplate(
  { message, template }: Submission,
  language: TemplateLanguage,
  known: Readonly<Record<string, TemplateContent | null>> | undefined,
  budget: RenderBudget,
): TemplatedMessage {
  if (template === undefined || isRawMessage(message)) return { message, isRendered: false, problem: undefined };
  const content = template.content ?? known?.[template.id] ?? undefined;
  if (content === undefined)
    return { message: describeVariables(message, template.variables), isRendered: false, problem: undefined };
  try {
    const rendered = renderTemplate(content, template.variables, language, budget);
    const defined = Object.fromEntries(Object.entries(rendered).filter(([, part]) => part !== undefined));
    return { message: { ...message, ...defined }, isRendered: true, problem: undefined };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { message: { ...message, ...content }, isRendered: false, problem: error.message };
  }
}

/** Writes the variables of an unknown template as a text, unless the request has content of its own. */
function describeVariables(message: MessageParts, variables: Readonly<Record<string, unknown>>): MessageParts {
  if (message.text !== undefined || message.html !== undefined) return message;
  const lines = Object.entries(variables).map(
    ([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return { ...message, text: ["Variables of the template:", "", ...lines].join("\n") };
}
