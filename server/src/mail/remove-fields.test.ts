import { expect, it } from "vitest";
import { scanMessageHeader } from "./entity-header.ts";
import { removeFields } from "./remove-fields.ts";

it.each([
  ["Subject: x\r\nBcc: a@b\r\n", ["bcc"], "Subject: x\r\n"],
  ["Bcc: a@b,\r\n c@d\r\nSubject: x\r\nBCC: e@f\r\n", ["bcc"], "Subject: x\r\n"],
  ["Subject: x\nBcc: a@b\nTo: c@d\n", ["bcc", "to"], "Subject: x\n"],
  ["Subject: x\r\n", ["bcc"], "Subject: x\r\n"],
])("from %j, %j are removed, and all other bytes stay", (header, keys, expected) => {
  const raw = Buffer.from(`${header}\r\nBcc: in the body`);
  const block = scanMessageHeader(raw);
  expect(Buffer.concat(removeFields(raw, block, keys)).toString()).toBe(expected);
});
