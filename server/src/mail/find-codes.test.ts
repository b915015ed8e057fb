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

  it.each([
    "Váš ověřovací kód je 482913",
    "Overovací kód: 482913",
    "Az ellenőrző kódja: 482913",
    "Vahvistuskoodisi on 482913",
    "Kinnituskood on 482913",
    "Staðfestingarkóði: 482913",
    "Codul dvs. de verificare este 482913",
    "Код за потвърждение: 482913",
    "Kôd za potvrdu je 482913",
    "Верификациони код: 482913",
    "Potrditvena koda: 482913",
    "Verifikācijas kods ir 482913",
    "Jūsų patvirtinimo kodas: 482913",
    "El teu codi de verificació és 482913",
    "Kod pengesahan anda ialah 482913",
    "کد تأیید شما: ۴۸۲۹۱۳",
    "আপনার যাচাইকরণ কোড 482913",
    "உங்கள் சரிபார்ப்புக் குறியீடு 482913",
    "დადასტურების კოდი: 482913",
    "Հաստատման կոդ՝ 482913",
    "Растау коды: 482913",
    "Msimbo wako wa uthibitishaji ni 482913",
  ])("stand by a word that names them, in many languages: %s", (text) => {
    expect(values(text)).toEqual(["482913"]);
  });

  it.each([
    "PSČ: 11000. Slevový kód: 482913",
    "Irányítószám: 482913. Kuponkód: 482914",
    "Cod poștal: 941034",
    "Alennuskoodi: 482913",
    "Isikukood: 482913",
    "Kod za popust: 482913",
    "Koda za popust: 482913",
    "Personas kods: 482913",
    "Pašto kodas: 482913",
    "Codi postal: 482913",
    "کد پستی: 482913",
    "পোস্টাল কোড 482913",
    "საფოსტო კოდი: 482913",
  ])("are not what a shop or an office calls a code, in many languages: %s", (text) => {
    expect(values(text)).toEqual([]);
  });

  it("tell the words that name them", () => {
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
