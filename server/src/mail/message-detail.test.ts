import { describe, expect, it } from "vitest";
import { createMail } from "../../test/support/create-mail.ts";
import { buildMessageDetail, takeWithin } from "./message-detail.ts";

const MEBI = 1024 * 1024;

describe("the details of a message", () => {
  it("are complete if they are small", () => {
    const detail = buildMessageDetail(createMail(["To: zoe@example.net", "Subject: x", "", "Hi"]), []);
    expect(detail).toMatchObject({ text: "Hi", html: null, date: null, truncated: [] });
    expect(detail.headers.map(({ name }) => name)).toEqual(["To", "Subject"]);
  });

  it("name each list and text that is cut", () => {
    const detail = buildMessageDetail(
      createMail([...Array<string>(100).fill(`X: ${"x".repeat(20_000)}`), "", "x".repeat(2 * MEBI + 1)]),
      [],
    );
    expect(detail.truncated.toSorted()).toEqual(["headers", "text"]);
    expect(detail.text).toHaveLength(2 * MEBI);
    expect(detail.headers.length).toBeLessThan(100);
  });

  it("do not end within a character", () => {
    const { text } = buildMessageDetail(createMail(["", `${"x".repeat(2 * MEBI - 1)}😊`]), []);
    expect(text).toHaveLength(2 * MEBI - 1);
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
