import type { HeaderComparison, HeaderField } from "@mailglass/shared";
import { copyStart } from "../../base/truncate-text.ts";
import { compareTexts } from "./compare-texts.ts";
import { IGNORED_KEY, tokenize } from "./tokens.ts";

/** Maximum number of fields of each message, and of characters of a value, that are compared. */
const MAX_FIELDS = 300;
const MAX_VALUE_LENGTH = 2_000;

/** Fields that are different in every message, or that servers add on the way. */
const IGNORED_FIELDS = new Set([
  "arc-authentication-results",
  "arc-message-signature",
  "arc-seal",
  "authentication-results",
  "date",
  "dkim-signature",
  "message-id",
  "received",
  "thread-index",
  "x-received",
]);

/** Compares header fields by name; a name that occurs several times is compared in order. */
export function compareHeaders(first: readonly HeaderField[], second: readonly HeaderField[]): HeaderComparison[] {
  const others = new Map<string, HeaderField[]>();
  for (const field of second.slice(0, MAX_FIELDS)) {
    const key = field.name.toLowerCase();
    const fields = others.get(key);
    if (fields === undefined) others.set(key, [field]);
    else fields.push(field);
  }
  const matched = first
    .slice(0, MAX_FIELDS)
    .map((field) => compareFields(field, others.get(field.name.toLowerCase())?.shift()));
  const added = [...others.values()].flat().map((field) => compareFields(undefined, field));
  return [...matched, ...added];
}

function compareFields(first: HeaderField | undefined, second: HeaderField | undefined): HeaderComparison {
  const name = first?.name ?? second?.name ?? "";
  const one = first && copyStart(first.value, MAX_VALUE_LENGTH);
  const other = second && copyStart(second.value, MAX_VALUE_LENGTH);
  const values = { name, first: one ?? null, second: other ?? null, pieces: [] };
  const isIgnored = IGNORED_FIELDS.has(name.toLowerCase());
  if (one === undefined || other === undefined) {
    if (isIgnored) return { ...values, change: "ignored" };
    return { ...values, change: one === undefined ? "added" : "removed" };
  }
  if (one === other) return { ...values, change: "same" };
  if (isIgnored || keyOf(one) === keyOf(other)) return { ...values, change: "ignored" };
  const { pieces } = compareTexts({ text: one, codes: NO_CODES }, { text: other, codes: NO_CODES });
  return { ...values, change: "changed", pieces };
}

const NO_CODES: ReadonlySet<string> = new Set();

/** Returns a value without what differs in every message: tokens, and the boundary of a multipart. */
function keyOf(value: string): string {
  const withoutBoundary = value.replace(/\bboundary\s*=\s*(?:"[^"]*"|[^;\s]+)/gi, IGNORED_KEY);
  return tokenize(withoutBoundary, NO_CODES)
    .map(({ key }) => key)
    .join("");
}
