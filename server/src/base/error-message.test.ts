import { expect, test } from "vitest";
import { readErrorMessage } from "./error-message.ts";

test.each([
  [new TypeError("broken"), "broken"],
  ["broken", "broken"],
  [undefined, "undefined"],
])("the message of %o is “%s”", (error, message) => {
  expect(readErrorMessage(error)).toBe(message);
});
