import { useRef } from "react";
import { openOverlay } from "../data/overlay.ts";
import { MAX_SIDEBAR_PX, MIN_SIDEBAR_PX, settingsStore, useSettings } from "../data/settings.ts";
import { toggleSidebar, useSidebarCollapsed } from "../data/sidebar-layout.ts";
import { Keyboard, PanelLeft } from "../ui/icons.tsx";
import { Separator } from "../ui/Separator.tsx";
import { ConnectionState } from "./ConnectionState.tsx";
import { SidebarContent } from "./SidebarContent.tsx";
import { SidebarHead } from "./SidebarHead.tsx";
import "./sidebar.css";

/** The sidebar of a wide window. It can be collapsed to icons, and resized. */
export function Sidebar() {
  const sidebar = useRef<HTMLElement>(null);
  const isCollapsed = useSidebarCollapsed();
  const width = useSettings((settings) => settings.sidebarWidth);
  const widthAt = (clientX: number) => clientX - (sidebar.current?.getBoundingClientRect().left ?? 0);
  return (
    <nav ref={sidebar} className="sidebar" aria-label="Main navigation">
      <SidebarHead />
      <SidebarContent />
      <div className="sidebar-foot">
        <ConnectionState />
        <button
          type="button"
          className="sidebar-button"
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts (?)"
          data-testid="open-help"
          onClick={() => openOverlay("help")}
        >
          <Keyboard size={16} />
        </button>
        <button
          type="button"
          className="sidebar-button"
          aria-label="Sidebar labels"
          aria-pressed={!isCollapsed}
          title={isCollapsed ? "Expand the sidebar ([)" : "Collapse the sidebar ([)"}
          data-testid="toggle-sidebar"
          onClick={toggleSidebar}
        >
          <PanelLeft size={16} />
        </button>
      </div>
      {!isCollapsed && (
        <Separator
          label="Sidebar width"
          value={width}
          min={MIN_SIDEBAR_PX}
          max={MAX_SIDEBAR_PX}
          step={16}
          valueAt={widthAt}
          onChange={(sidebarWidth) => settingsStore.dispatch({ sidebarWidth })}
        />
      )}
    </nav>
  );
}
