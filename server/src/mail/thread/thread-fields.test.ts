import { expect, test } from "vitest";
import { readThreadFields } from "./thread-fields.ts";

const read = (...lines: string[]) => readThreadFields(Buffer.from([...lines, "", "text"].join("\r\n")));

test("ids, in one field or folded", () => {
  expect(read("Message-ID: <c@x>", "In-Reply-To: <b@x>", "References: <a@x>", "\t<b@x>", "Subject: Re: Plan")).toEqual({
    messageId: "c@x",
    inReplyTo: ["b@x"],
    references: ["a@x", "b@x"],
    baseSubject: "plan",
    isReply: true,
  });
});

test.each([
  ["Plan", "plan", false],
  ["Re: Plan", "plan", true],
  ["AW: WG: Plan", "plan", true],
  ["RE[2]:  Plan  B", "plan b", true],
  ["Fwd: Plan", "plan", false],
  ["Regarding: Plan", "regarding: plan", false],
  ["=?utf-8?q?Re:_Gr=C3=BC=C3=9Fe?=", "grüße", true],
])("the subject %j", (subject, baseSubject, isReply) => {
  expect(read(`Subject: ${subject}`)).toMatchObject({ baseSubject, isReply });
});

test("a message without any of the fields", () => {
  expect(read("X: y")).toEqual({ messageId: "", inReplyTo: [], references: [], baseSubject: "", isReply: false });
});

test("ids without brackets, and long lists, of which the ends are kept", () => {
  expect(read("Message-ID: a@x").messageId).toBe("a@x");
  const ids = Array.from({ length: 5_000 }, (_, at) => `<${at}@x>`);
  const { references } = read(`References: ${ids.join(" ")}`);
  expect(references).toHaveLength(30);
  expect([references[0], references.at(-1)]).toEqual(["0@x", "4999@x"]);
});

test("a long subject is read only as far as it is kept", () => {
  const words = (count: number) => Array.from({ length: count }, (_, at) => `=?utf-8?Q?word${at}?=`).join(" ");
  expect(read(`Subject: Re: ${words(1_500)}`).baseSubject).toMatch(/^word0word1word2.*word4/);
  expect(read(`Subject: ${words(3)}`).baseSubject).toBe("word0word1word2");
});
