import { describe, expect, it } from "vitest";
import {
  CODE_SAMPLES,
  type CodeSample,
  NO_CODE_SAMPLES,
  SHORT_CODE_SAMPLES,
  SHORT_NO_CODE_SAMPLES,
} from "../../test/support/code-samples.ts";
import { createMail } from "../../test/support/create-mail.ts";
import { findCodes } from "./find-codes.ts";

const values = (...lines: string[]) => findCodes(createMail(["Subject: x", "", ...lines])).map(({ value }) => value);

function createSampleMail({ subject, text, html }: CodeSample) {
  const type = text === undefined ? "text/html" : "text/plain";
  return createMail([`Subject: ${subject}`, `Content-Type: ${type}; charset=utf-8`, "", text ?? html ?? ""]);
}

it.each([...CODE_SAMPLES, ...SHORT_CODE_SAMPLES])("a reader picks $codes of “$subject” (%#)", (sample) => {
  expect(findCodes(createSampleMail(sample)).map(({ value }) => value)).toEqual(sample.codes);
});

it.each([...NO_CODE_SAMPLES, ...SHORT_NO_CODE_SAMPLES])("a reader sees no code in “$subject” (%#)", (sample) => {
  expect(findCodes(createSampleMail(sample)).map(({ value }) => value)).toEqual([]);
});

describe("the codes of a message", () => {
  it.each([
    ["Your verification code is 123456.", "123456"],
    ["Your code: 483 920", "483920"],
    ["Enter this code to confirm your address:\r\n\r\n  0042\r\n", "0042"],
    ["G-123456 is your Google verification code.", "G-123456"],
    ["PIN: 7391", "7391"],
    ["Dein Bestätigungscode lautet 48151623", "48151623"],
    ["Your one-time passcode is A1B2-C3D4", "A1B2-C3D4"],
    ["YOUR CODE IS 99887", "99887"],
  ])("stand by a word that names them: %s", (text, value) => {
    expect(values(text)).toEqual([value]);
  });

  it("report the label that names them", () => {
    expect(findCodes(createMail(["", "Your verification code is 123456"]))).toEqual([
      { value: "123456", source: "labelled", label: "Your verification code" },
    ]);
  });

  it("come from an OTP-Token field first", () => {
    expect(findCodes(createMail(["OTP-Token: 999111", "", "Your code is 123456"]))).toEqual([
      { value: "999111", source: "header", label: "OTP-Token" },
      { value: "123456", source: "labelled", label: "Your code" },
    ]);
  });

  it("are numbers on their own line if there is no label", () => {
    expect(findCodes(createMail(["", "Hello,", "", "  123456", "", "Order 77777 of 2026", "2026"]))).toEqual([
      { value: "123456", source: "standalone", label: "" },
    ]);
  });

  it("are found in the HTML if the text has no named code", () => {
    const mail = (text: string) =>
      createMail([
        "Content-Type: multipart/alternative; boundary=b",
        "",
        "--b",
        "",
        text,
        "--b",
        "Content-Type: text/html",
        "",
        "<p>Or enter the code <b>481 516</b></p>",
        "--b--",
      ]);
    for (const text of ["Follow the link.", "Order\r\n77777"]) {
      expect(findCodes(mail(text)).map(({ value }) => value)).toEqual(["481516"]);
    }
    expect(findCodes(mail("Your code is 111222")).map(({ value }) => value)).toEqual(["111222"]);
  });

  it("are all listed, without guessing between them", () => {
    expect(values("Your login code is 111111.", "Your backup code is 222222.")).toEqual(["111111", "222222"]);
  });

  it("are found in HTML, with each block as a line", () => {
    expect(
      findCodes(
        createMail([
          "Content-Type: text/html",
          "",
          "<table><tr><td>Hello</td></tr><tr><td><b>654321</b></td></tr></table>",
        ]),
      ),
    ).toEqual([{ value: "654321", source: "standalone", label: "" }]);
  });

  it.each([
    "Price: 12.50",
    "Call 555-1234567 today",
    "https://a.example/code/123456",
    "Version 1.2345",
    "jo1234@example.com",
    "",
  ])("are not seen in %j", (text) => {
    expect(values(text)).toEqual([]);
  });
});
