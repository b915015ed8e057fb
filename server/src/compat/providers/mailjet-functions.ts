import { escapeHtml } from "../../base/escape-html.ts";
import { toNumber } from "./mailjet-values.ts";
import { showValue } from "./show-value.ts";

/** The functions of Mailjet's template language that need nothing but their arguments. */
const FUNCTIONS: Readonly<Record<string, (...values: unknown[]) => unknown>> = {
  Upper: (value) => showValue(value).toUpperCase(),
  Lower: (value) => showValue(value).toLowerCase(),
  Capitalize: (value) => showValue(value).replace(/^./su, (first) => first.toUpperCase()),
  Escape: (value) => escapeHtml(showValue(value)),
  UrlEncode: (value) => encodeURIComponent(showValue(value).toWellFormed()),
  Int: (value) => Math.trunc(toNumber(value)),
  Round: (value, digits = 0) => round(toNumber(value), Math.min(20, Math.max(0, toNumber(digits)))),
};

/** @throws {Error} if it is not one of those that are known here */
export function callFunction(name: string, values: readonly unknown[]): unknown {
  const called = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (called === undefined)
    throw new Error(`The function ${name} is not known here; ${Object.keys(FUNCTIONS).join(", ")} are.`);
  if (values.length === 0) throw new Error(`The function ${name} needs a value.`);
  return called(...values);
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
