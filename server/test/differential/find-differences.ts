import { readFileSync } from "node:fs";
import type { ReaderField } from "@mailglass/shared";
import { readWithMailparser } from "../../src/mail/readers/read-with-mailparser.ts";
import { type Reading, readWithMailglass } from "../../src/mail/readers/reading.ts";
import { toComparableText, toVisibleText } from "../../src/mail/readers/visible-text.ts";
import { createMail } from "../support/create-mail.ts";
import { type PythonReading, readWithPython } from "./read-with-python.ts";

const COMPARED_FIELDS = [
  "subject",
  "from",
  "to",
  "date",
  "text",
  "html",
  "attachments",
] as const satisfies ReaderField[];

export interface Difference {
  readonly path: string;
  readonly field: ReaderField;
  /** What we read, and what both others read, as readable text. */
  readonly ours: string;
  readonly theirs: string;
}

/** Finds where mailparser and Python agree on a message, and we differ. A message that mailparser rejects has no differences. */
export async function findDifferences(paths: readonly string[]): Promise<Difference[]> {
  const pythonReadings = await readWithPython(paths);
  const found = await Promise.all(paths.map((path, index) => compareMessage(path, pythonReadings[index] ?? {})));
  return found.flat();
}

async function compareMessage(path: string, python: PythonReading): Promise<Difference[]> {
  const raw = readFileSync(path);
  const mailparser = await readWithMailparser(raw).catch(() => undefined);
  if (mailparser === undefined) return [];
  const mailglass = readWithMailglass(createMail(raw));
  return COMPARED_FIELDS.flatMap((field) => {
    const theirs = toText(mailparser, field);
    if (pythonText(python, mailparser, field) !== theirs) return [];
    const ours = toText(mailglass, field);
    return ours === theirs ? [] : [{ path, field, ours, theirs }];
  });
}

/** Attachments are only counted: what is compared is which parts are shown as text. */
function toText(reading: Reading, field: ReaderField): string {
  if (field === "attachments") return String(reading.attachments.length);
  return toVisibleText(toComparableText(reading, field), field);
}

/** Undefined if Python cannot read the field. */
function pythonText(python: PythonReading, mailparser: Reading, field: (typeof COMPARED_FIELDS)[number]) {
  if (python[field] === undefined) return undefined;
  if (field === "attachments") return String(python.attachments);
  const { attachments: _, date, ...texts } = python;
  return toText({ ...mailparser, ...texts, date: date ? new Date(date) : null }, field);
}
