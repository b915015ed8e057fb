/** Returns a JSON value as a template shows it. */
export function showValue(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : `${value as boolean | number | string}`;
}
