import { describe, expect, it } from "vitest";
import { findMismatchedHost } from "./link-mismatch.ts";

describe("the text of a link", () => {
  it.each([
    ["https://evil.example/x", "https://shop.example/login", "shop.example"],
    ["https://evil.example/x", "shop.example", "shop.example"],
    ["https://shop.example/x", "www.SHOP.example", null],
    ["https://shop.example/x", "https://shop.example/other", null],
    ["https://click.track.example/1", "Visit shop.example today", null],
    ["https://click.track.example/1", "Visit https://shop.example today", "shop.example"],
    ["https://shop.example/x", "Confirm your address", null],
    ["mailto:ann@shop.example", "help@shop.example", null],
    ["https://shop.example", "", null],
    ["https://shop.example", "v1.2", null],
  ])("to %s, %j, names another host: %j", (href, text, host) => {
    expect(findMismatchedHost({ href, text, in: "html", shownAs: "anchor" })).toBe(host);
  });
});
