import { ConnectionState } from "./ConnectionState.tsx";
import { SidebarContent } from "./SidebarContent.tsx";
import { SidebarHead } from "./SidebarHead.tsx";
import "./sidebar.css";

/** The sidebar as a screen of its own, on a phone. */
export function MoreView() {
  return (
    <div className="sidebar more" role="region" aria-label="Menu">
      <SidebarHead />
      <SidebarContent />
      <div className="sidebar-foot">
        <ConnectionState />
      </div>
    </div>
  );
}
