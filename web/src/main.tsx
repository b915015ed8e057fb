// First: tokens.css says in which order the layers of all other styles count.
import "./ui/tokens.css";
import "./ui/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App.tsx";
import { followAddress } from "./app/follow-address.ts";
import { startTitle } from "./app/title.ts";
import { startKeys } from "./commands/keys.ts";
import { startNotifications } from "./settings/notifications.ts";
import { startSettings } from "./settings/settings.ts";

startSettings();
startKeys();
startTitle();
startNotifications();
followAddress();

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
