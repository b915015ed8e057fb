import { describe, expect, it } from "vitest";
import { createMail } from "../../test/support/create-mail.ts";
import { buildMessageDetail, selectMessageDetail, takeWithin } from "./message-detail.ts";

const MEBI = 1024 * 1024;
const NO_PARAMS = { wireFindings: [] };

describe("the details of a message", () => {
  it("are complete if they are small", () => {
    const detail = buildMessageDetail(createMail(["To: zoe@example.net", "Subject: x", "", "Hi"]), NO_PARAMS);
    expect(detail).toMatchObject({ text: "Hi", html: null, date: null, truncated: [] });
    expect(detail.headers.map(({ name }) => name)).toEqual(["To", "Subject"]);
  });

  it("name each list and text that is cut", () => {
    const detail = buildMessageDetail(
      createMail([...Array<string>(100).fill(`X: ${"x".repeat(20_000)}`), "", "x".repeat(2 * MEBI + 1)]),
      NO_PARAMS,
    );
    expect(detail.truncated.toSorted()).toEqual(["headers", "text"]);
    expect(detail.text).toHaveLength(2 * MEBI);
    expect(detail.headers.length).toBeLessThan(100);
  });

  it("do not end within a character", () => {
    const { text } = buildMessageDetail(createMail(["", `${"x".repeat(2 * MEBI - 1)}😊`]), NO_PARAMS);
    expect(text).toHaveLength(2 * MEBI - 1);
  });
});

describe("selected details", () => {
  it("are as in the whole message, in the requested order", () => {
    const mail = createMail([
      "To: zoe@example.net",
      "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=",
      "",
      "Your code is 482913.",
    ]);
    const { codes, to } = buildMessageDetail(mail, NO_PARAMS);
    const selected = selectMessageDetail(mail, NO_PARAMS, ["codes", "subject", "to"]);
    expect(Object.entries(selected)).toEqual([
      ["codes", codes],
      ["subject", "Grüße"],
      ["to", to],
    ]);
    expect(codes.map(({ value }) => value)).toEqual(["482913"]);
  });

  it("name what is cut, even if that was not requested", () => {
    const mail = createMail(["", "x".repeat(2 * MEBI + 1)]);
    expect(selectMessageDetail(mail, NO_PARAMS, ["text"])).toMatchObject({ truncated: ["text"] });
    expect(selectMessageDetail(mail, NO_PARAMS, ["truncated", "text"])).toMatchObject({ truncated: ["text"] });
    expect(selectMessageDetail(mail, NO_PARAMS, ["truncated"])).toEqual({ truncated: [] });
  });
});

it.each<[readonly unknown[], number, number]>([
  [[{ a: "1234" }, { a: "1234" }], 40, 2],
  [[{ a: "1234" }, { a: "1234" }], 39, 1],
  [[{ a: 1, b: null }], 31, 0],
  [[], 0, 0],
])("of %j, an estimated length of %i allows the first %i", (items, limit, count) => {
  expect(takeWithin(items, limit)).toEqual(items.slice(0, count));
});
