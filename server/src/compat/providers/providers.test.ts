import { formatSource, isProviderSource } from "@mailglass/shared";
import { expect, test } from "vitest";
import { PROVIDERS } from "./providers.ts";

test.each(PROVIDERS.map(({ name, label }) => [name, label]))("the page knows %s as %s", (name, label) => {
  expect(isProviderSource(name)).toBe(true);
  expect(formatSource(name)).toBe(label);
});

test.each(["smtp", "lmtp", "http", "import", "toString"])("%s is not a provider", (source) => {
  expect(isProviderSource(source)).toBe(false);
});
