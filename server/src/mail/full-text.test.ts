import { describe, expect, it } from "vitest";
import { createMail } from "../../test/support/create-mail.ts";
import { MAX_BODY_TEXT_BYTES } from "./body-text.ts";
import { encodeFullText } from "./full-text.ts";
import { readReadableText } from "./worker/readable-text.ts";

const alternative = (text: string, html: string) =>
  createMail([
    "Content-Type: multipart/alternative; boundary=b",
    "",
    "--b",
    "Content-Type: text/plain; format=flowed",
    "",
    text,
    "--b",
    "Content-Type: text/html",
    "",
    html,
    "--b--",
  ]);
const decode = (chunks: readonly Uint8Array[] | null) => chunks && Buffer.concat(chunks).toString();

describe("the full text", () => {
  it("is that of the type", () => {
    const mail = alternative("one \r\ntwo", "<p>Grüße");
    expect(decode(encodeFullText(mail, "text/plain"))).toBe("one two");
    expect(decode(encodeFullText(mail, "text/html"))).toBe("<p>Grüße");
  });

  it.each(["text/plain", "text/html"] as const)("is null if there is no %s", (type) => {
    expect(encodeFullText(createMail(["Content-Type: image/png", "", "\x89PNG"]), type)).toBeNull();
  });

  it("is complete, even if it is longer than other views read", () => {
    const half = "x".repeat(MAX_BODY_TEXT_BYTES / 2 + 1);
    const parts = [1, 2].flatMap(() => ["--b", "Content-Type: text/plain", "", half]);
    const mail = createMail(["Content-Type: multipart/mixed; boundary=b", "", ...parts, "--b--"]);
    const chunks = encodeFullText(mail, "text/plain") ?? [];
    expect(chunks).toHaveLength(2);
    // Not toBe: a failure would print megabytes.
    expect(Buffer.concat(chunks).equals(Buffer.from(`${half}\n${half}`))).toBe(true);
  });
});

it.each<[string, readonly string[], string]>([
  ["the text part", ["", "Hi"], "Hi"],
  [
    "the visible text of the HTML if there is no text part",
    ["Content-Type: text/html", "", "<p>Hi <b>Zoe</b>"],
    "Hi Zoe",
  ],
  ["empty if there is neither", ["Content-Type: image/png", "", "\x89PNG\0"], ""],
])("the readable text is %s", (_, lines, text) => {
  expect(readReadableText(createMail(lines)).trim()).toBe(text);
});
