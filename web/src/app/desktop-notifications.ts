import { watchEvents } from "../data/live.ts";
import { navigate, routeTo } from "../data/router.ts";
import { settingsStore } from "../data/settings.ts";
import { formatAmount, formatMailbox } from "../model/format.ts";

/** Shows new mail as a system notification, if enabled and the page is not visible. */
export function startDesktopNotifications(): void {
  watchEvents((events) => {
    if (!settingsStore.get().notify || !document.hidden || Notification.permission !== "granted") return;
    const added = events.filter((event) => event.type === "message.added");
    const [first] = added;
    if (!first) return;
    const { message } = first;
    const isSingle = added.length === 1;
    const title = isSingle ? message.subject || "(no subject)" : formatAmount(added.length, "new message");
    const body = isSingle ? `from ${message.from ? formatMailbox(message.from) : message.sender || "<>"}` : "";
    // One notification that is replaced, not a stack of them.
    const notification = new Notification(title, { body, tag: "mailglass" });
    notification.addEventListener("click", () => {
      window.focus();
      navigate(routeTo(isSingle ? { id: message.id } : {}));
      notification.close();
    });
  });
}
