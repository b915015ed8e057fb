import { expect, test } from "vitest";
import { findParameterValue, parseParameters } from "./parameters.ts";

const parse = (text: string, verb: "MAIL" | "RCPT", hidden: readonly string[] = []) =>
  parseParameters(text, 0, verb, (extension) => !hidden.includes(extension));

test.each<readonly ["MAIL" | "RCPT", string, readonly (readonly [string, string | null])[]]>([
  ["MAIL", "", []],
  ["MAIL", "  ", []],
  ["MAIL", " SIZE=1000", [["SIZE", "1000"]]],
  [
    "MAIL",
    " size=1  body=8bitmime",
    [
      ["size", "1"],
      ["body", "8bitmime"],
    ],
  ],
  [
    "MAIL",
    " SMTPUTF8 BODY=7BIT",
    [
      ["SMTPUTF8", null],
      ["BODY", "7BIT"],
    ],
  ],
  [
    "MAIL",
    " RET=HDRS ENVID=QQ314159",
    [
      ["RET", "HDRS"],
      ["ENVID", "QQ314159"],
    ],
  ],
  ["MAIL", " AUTH=<>", [["AUTH", "<>"]]],
  ["MAIL", " AUTH=e+3Dmc2@example.com", [["AUTH", "e+3Dmc2@example.com"]]],
  [
    "MAIL",
    " REQUIRETLS MT-PRIORITY=-3",
    [
      ["REQUIRETLS", null],
      ["MT-PRIORITY", "-3"],
    ],
  ],
  ["MAIL", " HOLDFOR=60", [["HOLDFOR", "60"]]],
  ["MAIL", " BY=120;R", [["BY", "120;R"]]],
  [
    "RCPT",
    " NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;Bob@Example.COM",
    [
      ["NOTIFY", "SUCCESS,FAILURE"],
      ["ORCPT", "rfc822;Bob@Example.COM"],
    ],
  ],
  ["RCPT", " ORCPT=utf-8;j\xc3\xb6rg@example.com", [["ORCPT", "utf-8;jörg@example.com"]]],
  ["RCPT", " ORCPT=utf-8;\\x{F6}@example.com", [["ORCPT", "utf-8;\\x{F6}@example.com"]]],
])("%s with %j is accepted", (verb, text, parameters) => {
  expect(parse(text, verb)).toEqual(parameters.map(([keyword, value]) => ({ keyword, value })));
});

test.each<readonly ["MAIL" | "RCPT", string, string]>([
  ["MAIL", " SIZE", "SIZE=octets"],
  ["MAIL", " SIZE=", "SIZE=octets"],
  ["MAIL", " SIZE=-1", "SIZE=octets"],
  ["MAIL", " SIZE=1 size=2", "SIZE=octets, once"],
  ["MAIL", " SMTPUTF8=yes", "SMTPUTF8"],
  ["MAIL", " BODY=9BIT", "BODY=7BIT|8BITMIME|BINARYMIME"],
  ["MAIL", " ENVID=a+2", "ENVID=xtext"],
  ["MAIL", " =x", "keyword[=value]"],
  ["MAIL", " -X=1", "keyword[=value]"],
  ["MAIL", " ENVID=a\xff\x01", "keyword[=value]"],
  ["RCPT", " NOTIFY=NEVER,SUCCESS", "NOTIFY=NEVER|SUCCESS,FAILURE,DELAY"],
  ["RCPT", " ORCPT=bob@example.com", "ORCPT=type;xtext"],
])("RFC 5321 §4.1.1.11: %s with %j is malformed", (verb, text, syntax) => {
  expect(parse(text, verb)).toEqual({ type: "syntax", syntax });
});

test.each<readonly ["MAIL" | "RCPT", string, string, readonly string[]]>([
  ["MAIL", " FOO=1", "FOO", []],
  ["MAIL", " NOTIFY=NEVER", "NOTIFY", []],
  ["MAIL", " toString", "toString", []],
  ["RCPT", " SIZE=1", "SIZE", []],
  ["MAIL", " SIZE=1", "SIZE", ["SIZE"]],
  ["MAIL", " RET=FULL", "RET", ["DSN"]],
])("RFC 5321 §4.1.1.11: %s with %j is unknown", (verb, text, keyword, hidden) => {
  expect(parse(text, verb, hidden)).toEqual({ type: "unknown", keyword });
});

test("RFC 3030 §3: BODY=BINARYMIME needs its own extension", () => {
  expect(parse(" BODY=BINARYMIME", "MAIL", ["BINARYMIME"])).toEqual({ type: "syntax", syntax: "BODY=7BIT|8BITMIME" });
  expect(parse(" BODY=8BITMIME", "MAIL", ["BINARYMIME"])).toEqual([{ keyword: "BODY", value: "8BITMIME" }]);
});

test("parameters are found in any case", () => {
  const parameters = [
    { keyword: "Size", value: "5" },
    { keyword: "SMTPUTF8", value: null },
  ];
  expect(findParameterValue(parameters, "SIZE")).toBe("5");
  expect(findParameterValue(parameters, "SMTPUTF8")).toBeNull();
  expect(findParameterValue(parameters, "BODY")).toBeUndefined();
});
