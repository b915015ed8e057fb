import type { Envelope, FaultRule, Finding, Session } from "@mailglass/shared";
import type { KeptMail } from "../mailbox/store.ts";

/*
 * Reads the JSON of a row. Damaged JSON, and JSON in which something is missing that the server relies on, gives undefined: a row
 * that somebody has edited must not stop the start. This runs for each message at the start; a complete check against the schemas
 * would take longer than everything else.
 */

/** What only Mailglass reads of a message. */
export type Details = Pick<KeptMail, "envelope" | "sessionLines" | "request" | "heapBytes" | "givenTags">;

type Fields = Readonly<Record<string, unknown>>;

export function parseDetails(json: unknown): Details | undefined {
  const value = parseObject(json);
  if (value === undefined || !isEnvelope(value["envelope"]) || !isTextList(value["givenTags"])) return undefined;
  return value as unknown as Details;
}

export function parseFindings(json: unknown): readonly Finding[] | undefined {
  const value = parse(json);
  return isListOf(value, ({ code, severity }) => isText(code) && isText(severity)) ? (value as Finding[]) : undefined;
}

export function parseTags(json: unknown): readonly string[] | undefined {
  const value = parse(json);
  return isTextList(value) ? value : undefined;
}

export function parseSession(json: unknown): Session | undefined {
  const value = parseObject(json);
  const isSession =
    value !== undefined &&
    isText(value["id"]) &&
    isTime(value["openedAt"]) &&
    (value["closedAt"] === null || isTime(value["closedAt"])) &&
    isTextList(value["messageIds"]) &&
    isListOf(value["transcript"], ({ text }) => isText(text)) &&
    isListOf(value["findings"], ({ code }) => isText(code));
  return isSession ? (value as unknown as Session) : undefined;
}

export function parseRule(json: unknown): FaultRule | undefined {
  const value = parseObject(json);
  return value !== undefined && isText(value["on"]) ? (value as unknown as FaultRule) : undefined;
}

function isEnvelope(value: unknown): value is Envelope {
  return (
    isObject(value) &&
    isText(value["helo"]) &&
    isObject(value["from"]) &&
    isPath(value["from"]) &&
    isListOf(value["to"], isPath) &&
    isObject(value["peer"])
  );
}

const isPath = ({ address, parameters }: Fields): boolean => isText(address) && Array.isArray(parameters);

const isText = (value: unknown): value is string => typeof value === "string";

const isTime = (value: unknown): boolean => isText(value) && !Number.isNaN(Date.parse(value));

const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null;

const isTextList = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);

const isListOf = (value: unknown, isItem: (item: Fields) => boolean): boolean =>
  Array.isArray(value) && value.every((item) => isObject(item) && isItem(item));

function parseObject(json: unknown): Fields | undefined {
  const value = parse(json);
  return isObject(value) ? value : undefined;
}

function parse(json: unknown): unknown {
  try {
    return JSON.parse(String(json));
  } catch {
    return undefined;
  }
}
