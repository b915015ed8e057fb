import { narrowQuery, useMediaQuery } from "./media-query.ts";
import { type Settings, settingsStore, useSettings } from "./settings.ts";

function isCollapsed({ sidebar }: Settings, isNarrow: boolean): boolean {
  return sidebar === "auto" ? isNarrow : sidebar === "collapsed";
}

/** Returns whether the sidebar shows only icons. */
export function useSidebarCollapsed(): boolean {
  const isNarrow = useMediaQuery(narrowQuery);
  return useSettings((settings) => isCollapsed(settings, isNarrow));
}

export function toggleSidebar(): void {
  const next = isCollapsed(settingsStore.get(), narrowQuery.get()) ? "expanded" : "collapsed";
  settingsStore.dispatch({ sidebar: next });
}

/** Keeps the attributes of the root element that the style sheets use. index.html sets them before the first paint. */
export function applySidebarLayout(): void {
  const apply = () => {
    const settings = settingsStore.get();
    const root = document.documentElement;
    root.dataset.sidebar = isCollapsed(settings, narrowQuery.get()) ? "collapsed" : "expanded";
    root.style.setProperty("--sidebar", `${settings.sidebarWidth}px`);
  };
  apply();
  settingsStore.subscribe(apply);
  narrowQuery.subscribe(apply);
}
