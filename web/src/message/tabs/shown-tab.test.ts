import { describe, expect, it } from "vitest";
import { chooseShownTab } from "./shown-tab.ts";

describe("the shown tab", () => {
  const both = { hasHtml: true, hasText: true };
  const onlyHtml = { hasHtml: true, hasText: false };
  const onlyText = { hasHtml: false, hasText: true };
  it.each([
    [null, both, "preview", null],
    [null, onlyText, "text", null],
    [null, onlyHtml, "preview", null],
    ["preview", onlyText, "text", "preview"],
    ["html", onlyText, "text", "html"],
    ["preview", both, "preview", null],
    ["text", onlyHtml, "preview", "text"],
    ["text", { hasHtml: true, hasText: undefined }, "text", null],
    ["text", { hasHtml: false, hasText: false }, "text", null],
    ["source", onlyText, "source", null],
  ] as const)("for %s of %j is %s", (requested, facts, tab, insteadOf) => {
    expect(chooseShownTab(requested, facts)).toEqual({ tab, insteadOf });
  });
});
