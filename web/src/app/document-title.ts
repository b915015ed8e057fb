import { loadMessage } from "../data/load-message.ts";
import { currentRoute, subscribeToRoute } from "../data/router.ts";
import { inboxStore } from "../data/stores.ts";
import { formatCount } from "../model/format.ts";
import { indexOfMessage } from "../model/inbox.ts";
import { revealHidden } from "../model/reveal-hidden.ts";

/** Minimum milliseconds between two titles: setting one is expensive for the browser. */
const UPDATE_INTERVAL_MS = 100;

/** Shows the number of unread messages and the current view in the page's title and icon. */
export function startDocumentTitle(): void {
  const icon = document.querySelector<HTMLLinkElement>("link[rel=icon]");
  const originalIcon = icon?.getAttribute("href") ?? "";
  let shown = "";
  let label = "";
  const update = () => {
    const { unread } = inboxStore.get();
    const title = `${unread > 0 ? `(${formatCount(unread)}) ` : ""}${describeView(scheduleUpdate)}Mailglass`;
    if (title === shown) return;
    shown = title;
    document.title = title;
    // Two digits fit. During a burst, the icon is drawn only once.
    const nextLabel = unread > 99 ? "99+" : unread > 0 ? String(unread) : "";
    if (nextLabel === label) return;
    label = nextLabel;
    if (icon) whenIdle(() => (icon.href = label === "" ? originalIcon : drawFavicon(label)));
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const scheduleUpdate = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      update();
    }, UPDATE_INTERVAL_MS);
  };
  inboxStore.subscribe(scheduleUpdate);
  subscribeToRoute(scheduleUpdate);
  update();
}

/** Maximum milliseconds until the icon is drawn. */
const MAX_ICON_DELAY_MS = 1_000;

/** Calls back once the browser has nothing else to do. Safari does not report that. */
function whenIdle(callback: () => void): void {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(callback, { timeout: MAX_ICON_DELAY_MS });
  else setTimeout(callback, MAX_ICON_DELAY_MS);
}

/** The message without a row that was last waited for. */
let awaitedId: string | null = null;

/**
 * Describes the current view, to distinguish tabs and history entries.
 *
 * @param onLoaded is called when the open message, if it is not in the list, is loaded
 */
function describeView(onLoaded: () => void): string {
  const { view, id } = currentRoute();
  if (view === "sessions") return "SMTP sessions · ";
  if (view === "faults") return "Faults · ";
  if (view === "settings") return "Settings · ";
  if (view === "more" || id === null) return "";
  const { rows } = inboxStore.get();
  const message = rows[indexOfMessage(inboxStore.get(), id)] ?? loadMessage.peek(id);
  if (message !== undefined) return `${revealHidden(message.subject) || "(no subject)"} · `;
  if (awaitedId !== id) loadMessage(id).then(onLoaded, () => undefined);
  awaitedId = id;
  return "";
}

/** Draws the icon with the count on it. */
function drawFavicon(text: string): string {
  const canvas = document.createElement("canvas");
  canvas.width = 64;
  canvas.height = 64;
  const context = canvas.getContext("2d");
  if (!context) return "";
  context.strokeStyle = "#2b93a6";
  context.lineWidth = 6;
  context.lineJoin = "round";
  context.strokeRect(5, 14, 54, 38);
  context.beginPath();
  context.moveTo(5, 16);
  context.lineTo(32, 37);
  context.lineTo(59, 16);
  context.stroke();
  const width = 14 + text.length * 16;
  context.fillStyle = "#c22f48";
  context.beginPath();
  context.roundRect(64 - width, 26, width, 38, 12);
  context.fill();
  context.fillStyle = "#ffffff";
  context.font = "bold 30px sans-serif";
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(text, 64 - width / 2, 46);
  return canvas.toDataURL("image/png");
}
