import "./ui/tokens.css";
import "./ui/base.css";
import { ProblemError } from "@mailglass/shared/client";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App.tsx";
import { startDesktopNotifications } from "./app/desktop-notifications.ts";
import { startDocumentTitle } from "./app/document-title.ts";
import { followRoute } from "./app/follow-route.ts";
import { startKeyboardShortcuts } from "./commands/keyboard-shortcuts.ts";
import { startFaultUpdates } from "./data/faults.ts";
import { followSavedSearches } from "./data/saved-searches.ts";
import { applyAndPersistSettings } from "./data/settings.ts";
import { applySidebarLayout } from "./data/sidebar-layout.ts";

applyAndPersistSettings();
applySidebarLayout();
followSavedSearches();
startKeyboardShortcuts();
startDocumentTitle();
startDesktopNotifications();
startFaultUpdates();
followRoute();

const root = document.getElementById("root");
if (root) {
  createRoot(root, { onCaughtError: reportUnexpected }).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

/** What the server refused, or did not answer, is shown where it was requested, and is no fault of the page. */
function reportUnexpected(reason: unknown): void {
  if (!(reason instanceof ProblemError)) console.error(reason);
}
