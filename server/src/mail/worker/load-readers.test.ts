import { expect, test } from "vitest";
import { loadReaders, MESSAGE_STEPS, ROW_STEPS, SAMPLE } from "./load-readers.ts";

test.each([...ROW_STEPS, ...MESSAGE_STEPS].map((step, number) => ({ step, number })))(
  "step $number succeeds",
  async ({ step }) => {
    await expect(step(SAMPLE)).resolves.toBeDefined();
  },
);

test("the steps are taken once", () => {
  expect(loadReaders()).toBe(loadReaders());
});
