import { expect, it } from "vitest";
import { parseSettings } from "./settings.ts";

const DEFAULTS = {
  theme: "system",
  density: "comfortable",
  time: "24h",
  notify: false,
  threads: "grouped",
  split: 36,
  previewWidth: "100%",
  previewTheme: "light",
  sidebar: "auto",
  sidebarWidth: 208,
  previewImages: true,
  previewZoom: 100,
};

it("settings that were kept are used, and only those that fit", () => {
  const stored = { theme: "dark", density: "huge", time: "12h", notify: "yes", split: 99, sidebarWidth: 1 };
  expect(parseSettings(stored)).toEqual({ ...DEFAULTS, theme: "dark", time: "12h", split: 70, sidebarWidth: 160 });
});

it.each([null, "", 1, [], "x"])("what is not ours is the defaults: %s", (kept) => {
  expect(parseSettings(kept)).toEqual(DEFAULTS);
});
