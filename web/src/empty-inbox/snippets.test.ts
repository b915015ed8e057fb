import { expect, it } from "vitest";
import { SNIPPETS } from "./snippets.ts";

it.each(SNIPPETS)("the snippet for $name names the host and the port", ({ body }) => {
  const text = body("mail.example", 2525);
  expect(text).toContain("mail.example");
  expect(text).toContain("2525");
});
