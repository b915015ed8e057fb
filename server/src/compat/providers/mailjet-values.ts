import { showValue } from "./show-value.ts";

/* Values in Mailjet's template language: JSON, in which a text that is a number counts as one. */

/** Returns the value at a path such as `order.items[0].name`; undefined if there is none. Inherited members are not found. */
export function findAt(value: unknown, path: string): unknown {
  const names = path.split(/[.[\]]+/).filter((name) => name !== "");
  return names.reduce<unknown>(
    (inner, name) => (Object.hasOwn(Object(inner), name) ? Object(inner)[name] : undefined),
    value,
  );
}

export function isTrue(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** Returns a value as a number; undefined if it is none. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || !/^\s*-?\d+(?:\.\d+)?\s*$/.test(value)) return undefined;
  return Number(value);
}

/** @throws {Error} if it is not a number */
export function toNumber(value: unknown): number {
  const number = numberOf(value);
  if (number === undefined) throw new Error(`“${showShort(value)}” is not a number.`);
  return number;
}

/** Returns a negative number, 0 or a positive number. Two numbers are compared as such, anything else as texts. */
export function compare(left: unknown, right: unknown): number {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) return a - b;
  const [first, second] = [showValue(left), showValue(right)];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

/** Adds two numbers, or joins texts. */
export function add(left: unknown, right: unknown): unknown {
  const [a, b] = [numberOf(left), numberOf(right)];
  const areTexts = typeof left === "string" && typeof right === "string";
  return a === undefined || b === undefined || areTexts ? showValue(left) + showValue(right) : a + b;
}

/** @throws {Error} if the divisor is 0 */
export function divide(left: unknown, right: unknown, operator: "/" | "div" | "mod"): number {
  const [a, b] = [toNumber(left), toNumber(right)];
  if (b === 0) throw new Error("A number is divided by 0.");
  if (operator === "mod") return a % b;
  return operator === "div" ? Math.trunc(a / b) : a / b;
}

const showShort = (value: unknown): string => showValue(value).slice(0, 100);
