import type { TimeFormat } from "../model/format.ts";
import { createStore, useStore } from "../model/store.ts";

/** What a person chooses about the page. Kept in the browser, per origin. */
export interface Settings {
  readonly theme: "system" | "light" | "dark";
  readonly density: "comfortable" | "compact";
  readonly time: TimeFormat;
  readonly notify: boolean;
  /** The list's share of the width while a message is open, in percent. */
  readonly split: number;
  /** How wide a mail client the preview is, and in which colours it shows. */
  readonly previewWidth: PreviewWidth;
  readonly previewTheme: "light" | "dark";
}

export type PreviewWidth = "375px" | "768px" | "100%";

const DEFAULTS: Settings = {
  theme: "system",
  density: "comfortable",
  time: "relative",
  notify: false,
  split: 36,
  previewWidth: "100%",
  previewTheme: "light",
};
const KEY = "mailglass.settings";

/** Reads what was kept; what does not fit is left out, as an older or newer page may have written it. */
export function parseSettings(text: string | null): Settings {
  let kept: Partial<Record<keyof Settings, unknown>> = {};
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    if (typeof value === "object" && value !== null) kept = value;
  } catch {
    // Not ours, or cut off: the defaults are good.
  }
  return {
    theme: oneOf(kept.theme, ["system", "light", "dark"], DEFAULTS.theme),
    density: oneOf(kept.density, ["comfortable", "compact"], DEFAULTS.density),
    time: oneOf(kept.time, ["relative", "24h", "12h"], DEFAULTS.time),
    notify: kept.notify === true,
    split: typeof kept.split === "number" ? Math.min(70, Math.max(20, kept.split)) : DEFAULTS.split,
    previewWidth: oneOf(kept.previewWidth, ["375px", "768px", "100%"], DEFAULTS.previewWidth),
    previewTheme: oneOf(kept.previewTheme, ["light", "dark"], DEFAULTS.previewTheme),
  };
}

function oneOf<T>(value: unknown, choices: readonly T[], otherwise: T): T {
  return choices.find((choice) => choice === value) ?? otherwise;
}

/** Storage may be forbidden; the page then starts with its defaults each time. */
function readKept(): string | null {
  try {
    return globalThis.localStorage?.getItem(KEY) ?? null;
  } catch {
    return null;
  }
}

export const settings = createStore<Settings, Partial<Settings>>(parseSettings(readKept()), (now, change) => ({
  ...now,
  ...change,
}));

export function useSettings<Slice>(select: (settings: Settings) => Slice): Slice {
  return useStore(settings, select);
}

/** Puts the theme on the page and keeps every change, for as long as the page lives. */
export function startSettings(): void {
  const show = () => {
    const { theme, density } = settings.get();
    document.documentElement.dataset.theme = theme;
    document.documentElement.dataset.density = density;
  };
  show();
  settings.subscribe(() => {
    show();
    try {
      localStorage.setItem(KEY, JSON.stringify(settings.get()));
    } catch {
      // Storage is forbidden or full: the choice holds until the page is closed.
    }
  });
}
