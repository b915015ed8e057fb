import "./ui/tokens.css";
import "./ui/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App.tsx";
import { startDesktopNotifications } from "./app/desktop-notifications.ts";
import { startDocumentTitle } from "./app/document-title.ts";
import { followRoute } from "./app/follow-route.ts";
import { startKeyboardShortcuts } from "./commands/keyboard-shortcuts.ts";
import { startFaultUpdates } from "./data/faults.ts";
import { applyAndPersistSettings } from "./data/settings.ts";

applyAndPersistSettings();
startKeyboardShortcuts();
startDocumentTitle();
startDesktopNotifications();
startFaultUpdates();
followRoute();

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
