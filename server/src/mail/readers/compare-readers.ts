import { getHeapStatistics } from "node:v8";
import type { Finding, Readers } from "@mailglass/shared";
import mailparser from "mailparser/package.json" with { type: "json" };
import { readErrorMessage } from "../../base/error-message.ts";
import type { Mail } from "../mail.ts";
import { parseMail } from "../parsed-mail.ts";
import { compareReadings } from "./compare-readings.ts";
import { findReason } from "./difference-reasons.ts";
import { readWithMailparser } from "./read-with-mailparser.ts";
import { readWithMailglass } from "./reading.ts";

/** Maximum bytes of a message that mailparser reads. */
const MAX_SOURCE_BYTES = 32 * 1024 * 1024;
/**
 * Maximum share of the heap that such a message may have. mailparser keeps every line as a string, and all of them in one array: a
 * single allocation that exceeds the heap limit would end the process.
 */
const MAX_HEAP_SHARE = 1 / 32;

/** The finding for each kind of difference. */
const READERS_DIFFER = {
  code: "readers-differ",
  group: "mime",
  severity: "info",
  rfc: "RFC 2045",
  where: { in: "message" },
  places: [{ in: "message" }],
  fix: "Compare both readings in the Parts tab; other mail readers may differ in the same places",
  count: 1,
  because: null,
} as const satisfies Omit<Finding, "text">;

/**
 * Reads a message with mailparser and compares the result with ours. Run it in the worker thread, which has a time limit:
 * mailparser has none.
 */
export async function compareReaders(mail: Mail): Promise<Readers> {
  const comparison = await readAndCompare(mail);
  return { version: mailparser.version, ...comparison, findings: listFindings(comparison) };
}

type Comparison = Pick<Readers, "error" | "fields">;

function listFindings({ error, fields }: Comparison): Finding[] {
  if (error !== null) return [{ ...READERS_DIFFER, text: `mailparser cannot read the message: ${error}` }];
  const names = fields.filter(({ visible }) => visible).map(({ field }) => (field === "replyTo" ? "Reply-To" : field));
  if (names.length === 0) return [];
  return [{ ...READERS_DIFFER, text: `mailparser reads these fields differently: ${names.join(", ")}` }];
}

async function readAndCompare(mail: Mail): Promise<Comparison> {
  const raw = mail.raw();
  const maxBytes = Math.min(MAX_SOURCE_BYTES, getHeapStatistics().heap_size_limit * MAX_HEAP_SHARE);
  if (raw.length > maxBytes)
    return { error: `The message is larger than ${Math.round(maxBytes / 1024 ** 2)} MiB`, fields: [] };
  try {
    const mailglass = readWithMailglass(mail);
    const context = { parsed: parseMail(mail), mailglass };
    const fields = compareReadings(mailglass, await readWithMailparser(raw)).map((comparison) => {
      const reason = comparison.same ? undefined : findReason(context, comparison.field);
      if (reason === undefined) return comparison;
      const { code, text, isHarmless = false } = reason;
      return { ...comparison, visible: comparison.visible && !isHarmless, reason: { code, text } };
    });
    return { error: null, fields };
  } catch (error) {
    return { error: readErrorMessage(error), fields: [] };
  }
}
