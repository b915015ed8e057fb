import { htmlToText } from "../../mail/html-to-text.ts";
import { isRawMessage } from "./compose-message.ts";
import { fillRegions } from "./fill-regions.ts";
import { renderTemplate, TemplateError } from "./render-template.ts";
import type { MessageParts, RawMessage, Submission, TemplateContent, TemplateUse } from "./submission.ts";
import type { TemplateLanguage } from "./template-language.ts";
import { runWithin, type TimeBudget, TimeoutError } from "./time-budget.ts";

export interface TemplatedMessage {
  readonly message: MessageParts | RawMessage;
  readonly isRendered: boolean;
  /** Why the template could not be rendered. */
  readonly problem: string | undefined;
  /** The variables without a value, where the provider requires one. */
  readonly missing: readonly string[];
}

interface TemplateContext {
  readonly language: TemplateLanguage;
  /** Stored templates by id. */
  readonly known: Readonly<Record<string, TemplateContent | null>> | undefined;
  readonly budget: TimeBudget;
}

/** Maximum messages that are rendered as one task, and characters after which it ends. */
const GROUP_SIZE = 50;
const GROUP_CHARACTERS = 1024 * 1024;

/**
 * Renders the template of each submission, if it is known. Without one, the message shows the variables. Several are rendered as one
 * task; once that takes too long, each is rendered by itself.
 */
export function* applyTemplates(
  submissions: readonly Submission[],
  context: TemplateContext,
): Generator<TemplatedMessage, undefined> {
  let isGrouping = submissions.some(({ template }) => template !== undefined);
  for (let at = 0; at < submissions.length; ) {
    const rest = submissions.slice(at, at + GROUP_SIZE);
    const group = isGrouping ? renderGroup(rest, context) : undefined;
    isGrouping = group !== undefined;
    const rendered = group ?? rest.slice(0, 1).map((submission) => applyTemplate(submission, context));
    yield* rendered;
    at += rendered.length;
  }
  return undefined;
}

/** Renders the first of several submissions, at least one; returns undefined if they take too long together. */
function renderGroup(submissions: readonly Submission[], context: TemplateContext): TemplatedMessage[] | undefined {
  const render = () => {
    const group: TemplatedMessage[] = [];
    let characters = 0;
    for (const submission of submissions) {
      const templated = applyTemplate(submission, context);
      group.push(templated);
      characters += countCharacters(templated);
      if (characters > GROUP_CHARACTERS) break;
    }
    return group;
  };
  try {
    return runWithin(context.budget, render);
  } catch (error) {
    if (error instanceof TimeoutError) return undefined;
    throw error;
  }
}

function countCharacters({ message }: TemplatedMessage): number {
  return isRawMessage(message) ? 0 : (message.text?.length ?? 0) + (message.html?.length ?? 0);
}

function applyTemplate(
  { message, template }: Submission,
  { language, known, budget }: TemplateContext,
): TemplatedMessage {
  const unrendered = { isRendered: false, problem: undefined, missing: [] };
  if (template === undefined || isRawMessage(message)) return { ...unrendered, message };
  const content = template.content ?? prepare(known?.[template.id], template, message);
  if (content === undefined) return { ...unrendered, message: describeVariables(message, template.variables) };
  try {
    const rendered = renderTemplate(content, template.variables, template.language ?? language, budget);
    const parts = overlay(message, rendered.content);
    const written = template.isTextWritten === true ? withText(parts) : parts;
    return { message: written, isRendered: true, problem: undefined, missing: rendered.missing };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return {
      ...unrendered,
      message: overlay(message, content),
      problem: [error.message, template.onFailure ?? ""].join(" ").trim(),
    };
  }
}

/** Returns a stored template with what the request changes of it. */
function prepare(
  stored: TemplateContent | null | undefined,
  { regions, isSubjectFixed = false }: TemplateUse,
  message: MessageParts,
): TemplateContent | undefined {
  if (stored === null || stored === undefined) return undefined;
  return {
    ...stored,
    // Some libraries send an empty subject with a template.
    subject: isSubjectFixed ? stored.subject : message.subject || stored.subject,
    html: stored.html !== undefined && regions !== undefined ? fillRegions(stored.html, regions) : stored.html,
  };
}

/** Replaces the parts of a message that a template has. */
const overlay = (message: MessageParts, content: TemplateContent): MessageParts => ({
  ...message,
  ...Object.fromEntries(Object.entries(content).filter(([, part]) => part !== undefined)),
});

const withText = (message: MessageParts): MessageParts =>
  message.text === undefined && message.html !== undefined
    ? { ...message, text: htmlToText(message.html, { withLinks: true }) }
    : message;

/** Writes the variables of an unknown template as a text, unless the request has content of its own. */
function describeVariables(message: MessageParts, variables: Readonly<Record<string, unknown>>): MessageParts {
  if (message.text !== undefined || message.html !== undefined) return message;
  const lines = Object.entries(variables).map(
    ([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return { ...message, text: ["Variables of the template:", "", ...lines].join("\n") };
}
