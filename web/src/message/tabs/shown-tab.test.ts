import { describe, expect, it } from "vitest";
import { chooseShownTab } from "./shown-tab.ts";

describe("the shown tab", () => {
  const both = { hasHtml: true, hasText: true, isFromProvider: false };
  const onlyHtml = { hasHtml: true, hasText: false, isFromProvider: false };
  const onlyText = { hasHtml: false, hasText: true, isFromProvider: false };
  it.each([
    [null, both, "preview", null],
    [null, onlyText, "text", null],
    [null, onlyHtml, "preview", null],
    ["preview", onlyText, "text", "preview"],
    ["html", onlyText, "text", "html"],
    ["preview", both, "preview", null],
    ["text", onlyHtml, "preview", "text"],
    ["text", { ...both, hasText: undefined }, "text", null],
    ["text", { ...onlyHtml, hasHtml: false }, "text", null],
    ["source", onlyText, "source", null],
    ["session", both, "session", null],
    ["request", both, "session", null],
    ["session", { ...both, isFromProvider: true }, "request", null],
    ["request", { ...both, isFromProvider: true }, "request", null],
  ] as const)("for %s of %j is %s", (requested, facts, tab, insteadOf) => {
    expect(chooseShownTab(requested, facts)).toEqual({ tab, insteadOf });
  });
});
