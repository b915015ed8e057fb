import type { Message } from "@mailglass/shared";
import { expect, it } from "vitest";
import { listExtracts, queryForMessage, stablePrefix } from "./test-request.ts";

const code = (value: string) => ({ value, source: "labelled" as const, label: "code" });
const link = (href: string, text = "") => ({ href, text, in: "html" as const, shownAs: "anchor" as const });
const query = (message: Partial<Message>) =>
  queryForMessage({ recipients: ["ann@x.test"], sender: "shop@x.test", subject: "", codes: [], ...message } as Message);

it.each<[string, Partial<Message>, string]>([
  ["recipient and subject", { subject: "Confirm" }, "to:ann@x.test subject:Confirm"],
  ["a subject of several words", { subject: 'Say "hi"' }, 'to:ann@x.test subject:"Say \\"hi\\""'],
  ["no subject", {}, "to:ann@x.test"],
  ["no recipient", { recipients: [], subject: "Confirm" }, "from:shop@x.test subject:Confirm"],
  [
    "a subject with its code",
    { subject: "123456 is your code", codes: [code("123456")] },
    'to:ann@x.test subject:"is your code"',
  ],
  ["a subject that is only a code", { subject: "123456", codes: [code("123456")] }, "to:ann@x.test"],
  ["a long subject", { subject: "word ".repeat(40) }, `to:ann@x.test subject:"${"word ".repeat(20).trim()}"`],
])("the query of a message has %s", (_, message, expected) => {
  expect(query(message)).toBe(expected);
});

it.each([
  ["https://x.test/confirm?token=1", "https://x.test/confirm"],
  ["https://x.test/confirm/9f3c1a", "https://x.test/confirm/"],
  ["https://x.test/verify/abcdefghijklmnopqrstuvwxyz/end", "https://x.test/verify/"],
  ["https://x.test", "https://x.test"],
  ["https://x.test/#a", "https://x.test/"],
  ["mailto:ann@x.test", "mailto:ann@x.test"],
])("the stable start of %s is %s", (href, prefix) => {
  expect(stablePrefix(href)).toBe(prefix);
});

it("offers codes before links, and says which are the only ones", () => {
  const links = [link("https://x.test/confirm?t=1"), link("https://x.test/confirm?t=2"), link("https://x.test/stop")];
  expect(listExtracts({ codes: [code("1234")], links })).toEqual([
    { type: "code", isOnly: true },
    { type: "link", prefix: "https://x.test/confirm", isOnly: false },
    { type: "link", prefix: "https://x.test/stop", isOnly: true },
    { type: "subject" },
  ]);
});
