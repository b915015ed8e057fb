import type { TimeFormat } from "../model/format.ts";
import { createStore, useStore } from "./store.ts";
import { readStoredJson, writeStoredJson } from "./stored-json.ts";

/** The user's settings of the page, stored per origin in the browser. */
export interface Settings {
  readonly theme: "system" | "light" | "dark";
  readonly density: "comfortable" | "compact";
  readonly time: TimeFormat;
  readonly notify: boolean;
  /** Whether replies are grouped in the row of the newest message. */
  readonly threads: "grouped" | "separate";
  /** The list's share of the width while a message is open, in percent. */
  readonly split: number;
  /** Width and colour scheme of the simulated mail client. */
  readonly previewWidth: PreviewWidth;
  readonly previewTheme: PreviewTheme;
  readonly previewImages: boolean;
  /** In percent. */
  readonly previewZoom: number;
  /** `auto`: collapsed to icons in a narrow window. */
  readonly sidebar: "auto" | "expanded" | "collapsed";
  /** Width of the expanded sidebar in pixels. */
  readonly sidebarWidth: number;
}

export const MIN_SIDEBAR_PX = 160;
export const MAX_SIDEBAR_PX = 360;

/** As `theme` of the API's preview. */
export type PreviewTheme = "light" | "dark" | "partial-inversion" | "full-inversion";

export type PreviewWidth = "375px" | "768px" | "100%";

const DEFAULT_SETTINGS: Settings = {
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
const PREVIEW_THEMES = ["light", "dark", "partial-inversion", "full-inversion"] as const;
export const PREVIEW_ZOOMS = [50, 75, 100, 125, 150, 200];
const STORAGE_KEY = "mailglass.settings";

/** Parses stored settings. Invalid values, perhaps of an older or newer page, are replaced by defaults. */
export function parseSettings(value: unknown): Settings {
  const stored: Partial<Record<keyof Settings, unknown>> = typeof value === "object" && value !== null ? value : {};
  return {
    theme: validChoice(stored.theme, ["system", "light", "dark"], DEFAULT_SETTINGS.theme),
    density: validChoice(stored.density, ["comfortable", "compact"], DEFAULT_SETTINGS.density),
    time: validChoice(stored.time, ["24h", "12h", "relative"], DEFAULT_SETTINGS.time),
    notify: stored.notify === true,
    threads: validChoice(stored.threads, ["grouped", "separate"], DEFAULT_SETTINGS.threads),
    split: validNumber(stored.split, { min: 20, max: 70, otherwise: DEFAULT_SETTINGS.split }),
    previewWidth: validChoice(stored.previewWidth, ["375px", "768px", "100%"], DEFAULT_SETTINGS.previewWidth),
    previewTheme: validChoice(stored.previewTheme, PREVIEW_THEMES, DEFAULT_SETTINGS.previewTheme),
    previewImages: stored.previewImages !== false,
    previewZoom: validChoice(stored.previewZoom, PREVIEW_ZOOMS, DEFAULT_SETTINGS.previewZoom),
    sidebar: validChoice(stored.sidebar, ["auto", "expanded", "collapsed"], DEFAULT_SETTINGS.sidebar),
    sidebarWidth: validNumber(stored.sidebarWidth, {
      min: MIN_SIDEBAR_PX,
      max: MAX_SIDEBAR_PX,
      otherwise: DEFAULT_SETTINGS.sidebarWidth,
    }),
  };
}

function validChoice<T>(value: unknown, choices: readonly T[], otherwise: T): T {
  return choices.find((choice) => choice === value) ?? otherwise;
}

function validNumber(
  value: unknown,
  { min, max, otherwise }: { readonly min: number; readonly max: number; readonly otherwise: number },
): number {
  return typeof value === "number" ? Math.min(max, Math.max(min, value)) : otherwise;
}

export const settingsStore = createStore<Settings, Partial<Settings>>(
  parseSettings(readStoredJson(STORAGE_KEY)),
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
    writeStoredJson(STORAGE_KEY, settingsStore.get());
  });
}
