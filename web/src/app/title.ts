import { formatCount } from "../model/format.ts";
import { indexOf } from "../model/inbox.ts";
import { visible } from "../model/visible.ts";
import { currentRoute, onRoute } from "./router.ts";
import { inbox } from "./stores.ts";

/** Milliseconds between two titles: setting one is work for the whole browser. */
const PAUSE = 100;

/** Keeps the count of unread messages and what is open in the title and on the icon of the tab. */
export function startTitle(): void {
  const icon = document.querySelector<HTMLLinkElement>("link[rel=icon]");
  const plain = icon?.getAttribute("href") ?? "";
  let shown = "";
  let label = "";
  const show = () => {
    const { unread } = inbox.get();
    const title = `${unread > 0 ? `(${formatCount(unread)}) ` : ""}${roomName()}Mailglass`;
    if (title === shown) return;
    shown = title;
    document.title = title;
    // Two figures are what fits, so that a burst draws it once.
    const next = unread > 99 ? "99+" : unread > 0 ? String(unread) : "";
    if (next === label) return;
    label = next;
    if (icon) icon.href = label === "" ? plain : drawIcon(label);
  };
  show();
  let later: ReturnType<typeof setTimeout> | undefined;
  const showSoon = () => {
    later ??= setTimeout(() => {
      later = undefined;
      show();
    }, PAUSE);
  };
  inbox.subscribe(showSoon);
  onRoute(showSoon);
}

/** What tells one tab of the browser, and one line of its history, from another. */
function roomName(): string {
  const { room, id } = currentRoute();
  if (room === "sessions") return "SMTP sessions · ";
  if (room === "settings") return "Settings · ";
  const { rows } = inbox.get();
  const at = indexOf(inbox.get(), id);
  return at < 0 ? "" : `${visible(rows[at]?.subject ?? "") || "(no subject)"} · `;
}

/** The icon with the count on it. */
function drawIcon(text: string): string {
  const canvas = document.createElement("canvas");
  canvas.width = 64;
  canvas.height = 64;
  const pen = canvas.getContext("2d");
  if (!pen) return "";
  pen.strokeStyle = "#2b93a6";
  pen.lineWidth = 6;
  pen.lineJoin = "round";
  pen.strokeRect(5, 14, 54, 38);
  pen.beginPath();
  pen.moveTo(5, 16);
  pen.lineTo(32, 37);
  pen.lineTo(59, 16);
  pen.stroke();
  const width = 14 + text.length * 16;
  pen.fillStyle = "#c22f48";
  pen.beginPath();
  pen.roundRect(64 - width, 26, width, 38, 12);
  pen.fill();
  pen.fillStyle = "#ffffff";
  pen.font = "bold 30px sans-serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(text, 64 - width / 2, 46);
  return canvas.toDataURL("image/png");
}
