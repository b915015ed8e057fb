import { useSyncExternalStore } from "react";
import { useSettings } from "../../data/settings.ts";

const darkSystem = matchMedia("(prefers-color-scheme: dark)");

function watchSystem(onChange: () => void): () => void {
  darkSystem.addEventListener("change", onChange);
  return () => darkSystem.removeEventListener("change", onChange);
}

/** Returns the colours in which the page is drawn, by its setting or the system's. */
export function usePageColorScheme(): "light" | "dark" {
  const theme = useSettings((settings) => settings.theme);
  const isSystemDark = useSyncExternalStore(watchSystem, () => darkSystem.matches);
  if (theme !== "system") return theme;
  return isSystemDark ? "dark" : "light";
}
