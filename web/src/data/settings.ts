import type { TimeFormat } from "../model/format.ts";
import { createStore, useStore } from "./store.ts";

/** The user's settings of the page, stored per origin in the browser. */
export interface Settings {
  readonly theme: "system" | "light" | "dark";
  readonly density: "comfortable" | "compact";
  readonly time: TimeFormat;
  readonly notify: boolean;
  /** The list's share of the width while a message is open, in percent. */
  readonly split: number;
  /** Width and colour scheme of the simulated mail client. */
  readonly previewWidth: PreviewWidth;
  readonly previewTheme: PreviewTheme;
  readonly previewImages: boolean;
  /** In percent. */
  readonly previewZoom: number;
}

/** As `theme` of the API's preview. */
export type PreviewTheme = "light" | "dark" | "partial-inversion" | "full-inversion";

export type PreviewWidth = "375px" | "768px" | "100%";

const DEFAULT_SETTINGS: Settings = {
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
const PREVIEW_THEMES = ["light", "dark", "partial-inversion", "full-inversion"] as const;
export const PREVIEW_ZOOMS = [50, 75, 100, 125, 150, 200];
const STORAGE_KEY = "mailglass.settings";

/** Parses stored settings. Invalid values, perhaps of an older or newer page, are replaced by defaults. */
export function parseSettings(text: string | null): Settings {
  let stored: Partial<Record<keyof Settings, unknown>> = {};
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    if (typeof value === "object" && value !== null) stored = value;
  } catch {
    // Not JSON: use the defaults.
  }
  return {
    theme: validChoice(stored.theme, ["system", "light", "dark"], DEFAULT_SETTINGS.theme),
    density: validChoice(stored.density, ["comfortable", "compact"], DEFAULT_SETTINGS.density),
    time: validChoice(stored.time, ["relative", "24h", "12h"], DEFAULT_SETTINGS.time),
    notify: stored.notify === true,
    split: typeof stored.split === "number" ? Math.min(70, Math.max(20, stored.split)) : DEFAULT_SETTINGS.split,
    previewWidth: validChoice(stored.previewWidth, ["375px", "768px", "100%"], DEFAULT_SETTINGS.previewWidth),
    previewTheme: validChoice(stored.previewTheme, PREVIEW_THEMES, DEFAULT_SETTINGS.previewTheme),
    previewImages: stored.previewImages !== false,
    previewZoom: validChoice(stored.previewZoom, PREVIEW_ZOOMS, DEFAULT_SETTINGS.previewZoom),
  };
}

function validChoice<T>(value: unknown, choices: readonly T[], otherwise: T): T {
  return choices.find((choice) => choice === value) ?? otherwise;
}

/** If storage is forbidden, the page always starts with the defaults. */
function readStoredSettings(): string | null {
  try {
    return globalThis.localStorage?.getItem(STORAGE_KEY) ?? null;
  } catch {
    return null;
  }
}

export const settingsStore = createStore<Settings, Partial<Settings>>(
  parseSettings(readStoredSettings()),
  (now, change) => ({
    ...now,
    ...change,
  }),
);

export function useSettings<Slice>(select: (settings: Settings) => Slice): Slice {
  return useStore(settingsStore, select);
}

/** Applies the theme and stores every change. */
export function applyAndPersistSettings(): void {
  const apply = () => {
    const { theme, density } = settingsStore.get();
    document.documentElement.dataset.theme = theme;
    document.documentElement.dataset.density = density;
  };
  apply();
  settingsStore.subscribe(() => {
    apply();
    try {
      localStorage.setItem(STORAGE_KEY, JSON.stringify(settingsStore.get()));
    } catch {
      // Storage is forbidden or full: the setting lasts until the page is closed.
    }
  });
}
