import { expect, test } from "vitest";
import { readErrorCode, readErrorMessage } from "./error-message.ts";

test.each([
  [new TypeError("broken"), "broken"],
  ["broken", "broken"],
  [undefined, "undefined"],
  [Object.assign(new AggregateError([]), { code: "ECONNREFUSED" }), "ECONNREFUSED"],
])("the message of %o is “%s”", (error, message) => {
  expect(readErrorMessage(error)).toBe(message);
});

test.each([
  [Object.assign(new Error("listen"), { code: "EADDRINUSE" }), "EADDRINUSE"],
  [Object.assign(new Error("http"), { code: 500 }), undefined],
  [new Error("broken"), undefined],
  ["EADDRINUSE", undefined],
])("the code of %o is %s", (error, code) => {
  expect(readErrorCode(error)).toBe(code);
});
