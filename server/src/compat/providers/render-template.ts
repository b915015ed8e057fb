import Handlebars from "handlebars";
import Mustache from "mustache";
import { renderMailjetTemplate } from "./mailjet-template.ts";
import { parseWithRequired } from "./required-variables.ts";
import { showValue } from "./show-value.ts";
import type { TemplateContent } from "./submission.ts";
import type { TemplateLanguage } from "./template-language.ts";
import { runWithin, type TimeBudget, TimeoutError } from "./time-budget.ts";

/** Maximum characters of a rendered part. */
const MAX_RENDERED_LENGTH = 5 * 1024 * 1024;

/** A template cannot be rendered; the message says why. */
export class TemplateError extends Error {
  override name = "TemplateError";
}

interface RenderedTemplate {
  readonly content: TemplateContent;
  /** The variables without a value, in the languages that require one. */
  readonly missing: readonly string[];
}

/**
 * Renders each part of a template. Values are escaped in HTML only. Templates have no access to files, to prototypes, or to helpers
 * other than the built-in ones.
 *
 * @throws {TemplateError} if a part is not a valid template, too long, or takes longer than a second
 */
export function renderTemplate(
  { subject, text, html, headers }: TemplateContent,
  variables: Readonly<Record<string, unknown>>,
  language: TemplateLanguage,
  budget: TimeBudget,
): RenderedTemplate {
  const missing = new Set<string>();
  const render = (part: string | undefined, isHtml: boolean) => {
    if (part === undefined) return undefined;
    const rendered = renderWithin(budget, () => renderPart(part, variables, { language, isHtml, missing }));
    if (rendered.length > MAX_RENDERED_LENGTH)
      throw new TemplateError(`The rendered template has more than ${MAX_RENDERED_LENGTH} characters.`);
    return rendered;
  };
  const content = {
    subject: render(subject, false),
    text: render(text, false),
    html: render(html, true),
    headers: headers?.map(([name, value]) => [name, render(value, false)?.replace(/[\r\n]+/g, " ") ?? ""] as const),
  };
  return { content, missing: [...missing] };
}

function renderWithin(budget: TimeBudget, task: () => string): string {
  try {
    return runWithin(budget, task);
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
    throw new TemplateError(`Rendering takes more than ${error.limitMs} ms.`);
  }
}

interface PartOptions {
  readonly language: TemplateLanguage;
  readonly isHtml: boolean;
  /** Collects the variables without a value. */
  readonly missing: Set<string>;
}

function renderPart(part: string, variables: Readonly<Record<string, unknown>>, options: PartOptions): string {
  const { language, isHtml, missing } = options;
  try {
    switch (language) {
      case "handlebars":
        return createHandlebars().compile(part, { noEscape: !isHtml })(variables, WITHOUT_PROTOTYPES);
      case "handlebars-required": {
        const handlebars = createHandlebars();
        const program = parseWithRequired(handlebars, part, (name) => missing.add(name));
        return handlebars.compile(program, { noEscape: true })(variables, WITHOUT_PROTOTYPES);
      }
      case "mustache":
        return Mustache.render(part, withoutPrototypes(variables), undefined, isHtml ? {} : { escape: String });
      case "merge-tags":
        return replaceMergeTags(part, variables, isHtml);
      case "mailjet":
        return renderMailjetTemplate(part, variables, MAX_RENDERED_LENGTH);
      case "none":
        return part;
    }
  } catch (error) {
    throw new TemplateError(error instanceof Error ? (error.message.split("\n", 1)[0] ?? "") : String(error));
  }
}

const WITHOUT_PROTOTYPES = { allowProtoMethodsByDefault: false, allowProtoPropertiesByDefault: false } as const;

/**
 * Returns a copy of a JSON value whose objects and lists inherit nothing: Mustache finds inherited members, `constructor` for example.
 * They can still be written as a text.
 */
function withoutPrototypes(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const copy: object = Array.isArray(value)
    ? value.map(withoutPrototypes)
    : Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutPrototypes(item)]));
  Object.setPrototypeOf(copy, null);
  Object.defineProperty(copy, Symbol.toPrimitive, { value: () => showValue(value) });
  return copy;
}

function createHandlebars(): typeof Handlebars {
  const handlebars = Handlebars.create();
  handlebars.unregisterHelper("log");
  return handlebars;
}

/** Replaces `*|NAME|*`, whatever the case of the name. Conditions and functions of merge tags are left as they are. */
function replaceMergeTags(part: string, variables: Readonly<Record<string, unknown>>, isHtml: boolean): string {
  const values = new Map(Object.entries(variables).map(([name, value]) => [name.toUpperCase(), value]));
  return part.replace(/\*\|([A-Za-z0-9_]{1,100})\|\*/g, (tag, name: string) => {
    const value = values.get(name.toUpperCase());
    if (value === undefined) return tag;
    return isHtml ? Handlebars.escapeExpression(showValue(value)) : showValue(value);
  });
}
