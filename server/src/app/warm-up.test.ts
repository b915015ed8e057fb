import { expect, test } from "vitest";
import { createMail } from "../../test/support/create-mail.ts";
import { lintMail } from "../mail/lint-mail.ts";
import { hasLittleHtml, isCheapToOpen } from "../mail/parse-for-row.ts";
import { warmUp } from "./warm-up.ts";
import { createWarmUpMessage } from "./warm-up-message.ts";

test("the built-in message is valid, and is read on the main thread", () => {
  const mail = createMail(createWarmUpMessage());
  expect(isCheapToOpen(mail) && hasLittleHtml(mail)).toBe(true);
  expect(lintMail(mail).filter(({ severity }) => severity === "error")).toEqual([]);
});

test("the message is read while there is no mail, and no longer once there is", async () => {
  let count = 0;
  await warmUp(() => ++count < 4);
  expect(count).toBe(4);
  count = 0;
  await warmUp(() => ++count > 0);
  expect(count).toBeGreaterThan(4);
});
