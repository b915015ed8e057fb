import { expect, it } from "vitest";
import { parseSettings } from "./settings.ts";

const DEFAULTS = {
  theme: "system",
  density: "comfortable",
  time: "relative",
  notify: false,
  split: 36,
  previewWidth: "100%",
  previewTheme: "light",
  previewImages: true,
  previewZoom: 100,
};

it("settings that were kept are used, and only those that fit", () => {
  expect(parseSettings('{"theme":"dark","density":"huge","time":"24h","notify":"yes","split":99}')).toEqual({
    ...DEFAULTS,
    theme: "dark",
    time: "24h",
    split: 70,
  });
});

it.each([null, "", "{", "null", "[]", '"x"'])("what is not ours is the defaults: %s", (kept) => {
  expect(parseSettings(kept)).toEqual(DEFAULTS);
});
