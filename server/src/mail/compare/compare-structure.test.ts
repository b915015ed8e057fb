import { expect, it } from "vitest";
import { createMail } from "../../../test/support/create-mail.ts";
import { parseMail } from "../parsed-mail.ts";
import { compareStructure } from "./compare-structure.ts";

const MIXED = ["Content-Type: multipart/mixed; boundary=b", ""];
const part = (type: string) => ["--b", `Content-Type: ${type}`, "", "x"];
const compare = (first: readonly string[], second: readonly string[]) =>
  compareStructure(
    parseMail(createMail([...MIXED, ...first, "--b--", ""])),
    parseMail(createMail([...MIXED, ...second, "--b--", ""])),
  ).map(({ change, first, second }) => [change, first, second]);

const CONTAINER = ["same", "multipart/mixed", "multipart/mixed"];
const TEXT = ["same", "text/plain, 7bit", "text/plain, 7bit"];

it("shows a part that only the first message has as removed", () => {
  expect(compare([...part("text/plain"), ...part("image/png")], part("text/plain"))).toEqual([
    CONTAINER,
    TEXT,
    ["removed", "image/png, 7bit", null],
  ]);
});

it("shows a part that only the second message has as added", () => {
  expect(compare(part("text/plain"), [...part("text/plain"), ...part("image/png")])).toEqual([
    CONTAINER,
    TEXT,
    ["added", null, "image/png, 7bit"],
  ]);
});
