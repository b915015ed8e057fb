import { watchEvents } from "../app/live.ts";
import { go, routeTo } from "../app/router.ts";
import { formatAmount, formatMailbox } from "../model/format.ts";
import { settings } from "./settings.ts";

/** Shows new mail as a notification of the system, where that was asked for and the page is not being looked at. */
export function startNotifications(): void {
  watchEvents((events) => {
    if (!settings.get().notify || !document.hidden || Notification.permission !== "granted") return;
    const added = events.filter((event) => event.type === "message.added");
    const [first] = added;
    if (!first) return;
    const { message } = first;
    const one = added.length === 1;
    const title = one ? message.subject || "(no subject)" : formatAmount(added.length, "new message");
    const body = one ? `from ${message.from ? formatMailbox(message.from) : message.sender || "<>"}` : "";
    // One notice that is replaced, not a stack of them.
    const notice = new Notification(title, { body, tag: "mailglass" });
    notice.addEventListener("click", () => {
      window.focus();
      go(routeTo(one ? { id: message.id } : {}));
      notice.close();
    });
  });
}
