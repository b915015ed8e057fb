import { expect, test } from "vitest";
import { closeOverlay, currentOverlay, openOverlay } from "./overlay.ts";

test("an overlay that is told late that it was closed leaves the next one open", () => {
  openOverlay("help");
  openOverlay("palette");
  closeOverlay("help");
  expect(currentOverlay()).toBe("palette");
  closeOverlay("palette");
  expect(currentOverlay()).toBe("none");
});
