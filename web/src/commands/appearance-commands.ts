import { type Settings, settingsStore } from "../data/settings.ts";
import type { PageCommand } from "./page-command.ts";

const CHOICES: readonly (readonly [id: string, title: string, settings: Partial<Settings>])[] = [
  ["theme-light", "Light theme", { theme: "light" }],
  ["theme-dark", "Dark theme", { theme: "dark" }],
  ["theme-system", "System theme", { theme: "system" }],
  ["compact", "Compact rows", { density: "compact" }],
  ["comfortable", "Comfortable rows", { density: "comfortable" }],
];

/** Settings that are often changed. */
export const APPEARANCE_COMMANDS: readonly PageCommand[] = CHOICES.map(([id, title, settings]) => ({
  id,
  title,
  group: "Page",
  keys: [],
  run: () => settingsStore.dispatch(settings),
}));
