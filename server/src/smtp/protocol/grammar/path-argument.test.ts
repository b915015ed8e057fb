import { expect, test } from "vitest";
import { encodeReply } from "../reply.ts";
import { parsePathArgument } from "./path-argument.ts";

const parse = (argument: string, verb: "MAIL" | "RCPT") => parsePathArgument(argument, verb, () => true);

test.each<readonly ["MAIL" | "RCPT", string, string, readonly string[]]>([
  ["MAIL", "FROM:<>", "", []],
  ["MAIL", "from:<a@b.example>", "a@b.example", []],
  ["RCPT", "TO:<a@b.example>", "a@b.example", []],
  ["MAIL", "FROM: <a@b.example>", "a@b.example", ["blank-around-colon"]],
  ["MAIL", "FROM :<a@b.example>", "a@b.example", ["blank-around-colon"]],
  ["RCPT", "TO:\t<a@b.example>", "a@b.example", ["blank-around-colon"]],
  ["RCPT", "TO: a@b.example", "a@b.example", ["blank-around-colon", "missing-angle-brackets"]],
])("RFC 5321 §4.1.1: %s %s", (verb, argument, address, findings) => {
  expect(parse(argument, verb)).toEqual({ path: { address, parameters: [] }, findings });
});

test("parameters follow the path", () => {
  expect(parse("FROM:<a@b.example> SIZE=1", "MAIL")).toMatchObject({
    path: { parameters: [{ keyword: "SIZE", value: "1" }] },
  });
});

test.each<readonly ["MAIL" | "RCPT", string, string]>([
  ["MAIL", "", "501 5.5.4 Syntax: MAIL FROM:<address> [SP parameters]"],
  ["MAIL", "TO:<a@b.example>", "501 5.5.4 Syntax: MAIL FROM:<address> [SP parameters]"],
  ["MAIL", "FROM", "501 5.5.4 Syntax: MAIL FROM:<address> [SP parameters]"],
  ["MAIL", "FROM <a@b.example>", "501 5.5.4 Syntax: MAIL FROM:<address> [SP parameters]"],
  ["MAIL", "FROM:", "501 5.5.4 Syntax: MAIL FROM:<address> [SP parameters]"],
  ["MAIL", "FROM:<a@b.example>x", "501 5.5.4 Syntax: MAIL FROM:<address> [SP parameters]"],
  ["MAIL", "FROM:<a@b.example", "501 5.1.7 The reverse-path is not a mailbox"],
  ["RCPT", "TO: ", "501 5.5.4 Syntax: RCPT TO:<address> [SP parameters]"],
  ["RCPT", "TO:<a@b.example", "501 5.1.3 The forward-path is not a mailbox"],
  ["RCPT", "TO:<>", "501 5.1.3 The forward-path is not a mailbox"],
  ["RCPT", "TO:<a@b.example> FOO", "555 5.5.4 Parameter FOO not recognized"],
  ["RCPT", "TO:<a@b.example> NOTIFY", "501 5.5.4 Syntax: NOTIFY=NEVER|SUCCESS,FAILURE,DELAY"],
])("%s %j is refused", (verb, argument, reply) => {
  const parsed = parse(argument, verb);
  expect("code" in parsed && encodeReply(parsed, true)).toBe(`${reply}\r\n`);
});
