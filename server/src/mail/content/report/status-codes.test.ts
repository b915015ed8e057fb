import { expect, test } from "vitest";
import { describeStatusCode } from "./status-codes.ts";

test.each([
  ["2.1.5", "it succeeded"],
  ["5.1.1", "no such mailbox"],
  ["4.2.2", "the mailbox is full (temporary)"],
  ["5.7.30", "the message requires TLS on its whole way (REQUIRETLS)"],
  ["5.01.001", "no such mailbox"],
  ["5.1.1 (unknown user)", "no such mailbox"],
  ["5.1.99", "something is wrong with the address"],
  ["4.07.999", "it was refused for a reason of security or policy (temporary)"],
  ["5.0.0", "no reason was given"],
  ["5.9.9", "no reason was given"],
  ["4.999.0", "no reason was given (temporary)"],
  ["", null],
  ["550", null],
  ["3.1.1", null],
  ["5.1", null],
  ["5.1.x", null],
  ["5.1234.1", null],
  [" 5.1.1", null],
])("the status code “%s” means: %s", (code, meaning) => {
  expect(describeStatusCode(code)).toBe(meaning);
});
