import { showValue } from "./show-value.ts";

/**
 * Replaces Mailjet's variables: `{{var:name}}`, `{{var:name:"default"}}`, `{{var:order.total}}`. Conditions, loops and properties of
 * contacts are left as they are. Values are not escaped.
 *
 * @throws {Error} if a variable has neither a value nor a default: Mailjet does not send such a message
 */
export function replaceMailjetVariables(text: string, variables: Readonly<Record<string, unknown>>): string {
  return text.replace(VARIABLE, (_whole, path: string, fallback: string | undefined) => {
    const value = find(variables, path.split("."));
    if (value !== undefined && value !== null) return showValue(value);
    if (fallback === undefined) throw new Error(`The variable ${path} has neither a value nor a default.`);
    return fallback.trim().replace(/^"(.*)"$/s, "$1");
  });
}

const VARIABLE = /\{\{\s*var:([\w-]{1,100}(?:\.[\w-]{1,100}){0,10})(?::("[^"]{0,1000}"|[^}"]{0,1000}))?\s*\}\}/g;

function find(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) => (Object.hasOwn(Object(inner), name) ? Object(inner)[name] : undefined),
    value,
  );
}
