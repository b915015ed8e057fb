import { isMessageField, type MessageField, messageFields } from "@mailglass/shared";
import type { DetailField } from "../mail/message-detail.ts";
import { HttpProblem } from "./http-problem.ts";

/** Requested members of a message; undefined means all. */
export type SelectedFields = ReadonlySet<MessageField> | undefined;

/**
 * Parses the parameter `fields`.
 *
 * @throws {HttpProblem} if it names something else than members, or nothing
 */
export function parseFields(text: string | undefined): SelectedFields {
  if (text === undefined) return undefined;
  const names = text.split(",").map((name) => name.trim());
  const fields = names.filter(isMessageField);
  if (fields.length === names.length) return new Set(fields);
  const unknown = names.filter((name) => !isMessageField(name)).map((name) => `“${name.slice(0, 100)}”`);
  throw new HttpProblem(
    "bad-request",
    `In fields, ${unknown.join(", ")} is not a member of a message. Members are ${messageFields.join(", ")}; write them with commas between them.`,
    { pointer: "/fields" },
  );
}

/** Members that are read from the message's bytes, each by itself. */
const DETAIL_FIELDS: Readonly<Record<DetailField, true>> = {
  subject: true,
  to: true,
  cc: true,
  bcc: true,
  replyTo: true,
  date: true,
  headers: true,
  text: true,
  html: true,
  contents: true,
  attachments: true,
  links: true,
  codes: true,
  envelope: true,
  findings: true,
  truncated: true,
};

export const isDetailField = (name: string): name is DetailField => Object.hasOwn(DETAIL_FIELDS, name);
