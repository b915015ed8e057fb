import { openOverlay } from "../app/overlay.ts";
import { currentRoute, go, routeTo } from "../app/router.ts";
import { inbox } from "../app/stores.ts";
import {
  back,
  chosenIds,
  deleteChosen,
  markAllRead,
  moveCursor,
  openCursor,
  pickAll,
  togglePick,
  toggleRead,
} from "../list/actions.ts";
import { canUndo, undoDeletion } from "../list/deletion.ts";
import { TABS, type Tab } from "../model/route.ts";
import { settings } from "../settings/settings.ts";
import { copy } from "../ui/copy.ts";

/** Something that can be done with a key, from the palette, or both. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly group: "Go" | "List" | "Message" | "Page";
  /** As `KeyboardEvent.key` names them; the first is shown. */
  readonly keys: readonly string[];
  /** Not worth a line in the palette: one is there already, or has to be elsewhere. */
  readonly keysOnly?: true;
  /** Whether it makes sense now. */
  readonly when?: () => boolean;
  readonly run: () => void;
}

const inMessages = () => currentRoute().room === "messages";
const isOpen = () => inMessages() && currentRoute().id !== null;
/** Whether the focus is in the list, or nowhere: text that is open, or typed, is picked by the browser. */
const isAtList = () => document.activeElement?.matches("body, .list *, .list-bar *") ?? true;
const isChosen = () => inMessages() && chosenIds().length > 0;

const TAB_TITLES: Record<Tab, string> = {
  preview: "Preview: the HTML as a client shows it",
  text: "Text: the text part",
  envelope: "Envelope: how it was sent, and to whom",
  headers: "Headers: decoded and as sent",
  source: "Source: every byte",
  parts: "Parts: the MIME tree",
  session: "Session: the SMTP conversation",
  findings: "Findings: what a strict server objects to",
};

/** All commands. The keys, the help and the palette are made from this one table. */
export const COMMANDS: readonly Command[] = [
  {
    id: "next",
    title: "Next message",
    group: "List",
    keys: ["j", "ArrowDown"],
    keysOnly: true,
    when: inMessages,
    run: () => moveCursor(1),
  },
  {
    id: "previous",
    title: "Previous message",
    group: "List",
    keys: ["k", "ArrowUp"],
    keysOnly: true,
    when: inMessages,
    run: () => moveCursor(-1),
  },
  {
    id: "first",
    title: "First message",
    group: "List",
    keys: ["Home"],
    keysOnly: true,
    when: inMessages,
    run: () => moveCursor(-Infinity),
  },
  {
    id: "last",
    title: "Last message that is loaded",
    group: "List",
    keys: ["End"],
    keysOnly: true,
    when: inMessages,
    run: () => moveCursor(Infinity),
  },
  { id: "open", title: "Open", group: "List", keys: ["Enter", "o"], keysOnly: true, when: inMessages, run: openCursor },
  {
    id: "back",
    title: "Back: pick none, close, end the search",
    group: "List",
    keys: ["Escape"],
    keysOnly: true,
    run: back,
  },
  { id: "search", title: "Search", group: "List", keys: ["/"], run: focusSearch },
  {
    id: "pick",
    title: "Pick, or let go",
    group: "List",
    keys: ["x"],
    keysOnly: true,
    when: inMessages,
    run: () => togglePick(inbox.get().cursor ?? currentRoute().id),
  },
  {
    id: "pick-all",
    title: "Pick all that are loaded",
    group: "List",
    keys: ["Mod-a"],
    when: () => inMessages() && isAtList() && inbox.get().rows.length > 0,
    run: pickAll,
  },
  { id: "delete", title: "Delete", group: "List", keys: ["#", "Delete"], when: isChosen, run: deleteChosen },
  { id: "undo", title: "Undo the deletion", group: "List", keys: ["z"], when: canUndo, run: undoDeletion },
  { id: "unread", title: "Mark as unread, or as read", group: "List", keys: ["u"], when: isChosen, run: toggleRead },
  {
    id: "all-read",
    title: "Mark all as read",
    group: "List",
    keys: [],
    when: inMessages,
    run: () => void markAllRead(),
  },
  ...TABS.map(
    (tab, at): Command => ({
      id: `tab-${tab}`,
      title: TAB_TITLES[tab],
      group: "Message",
      keys: [String(at + 1)],
      when: isOpen,
      run: () => go(routeTo({ id: currentRoute().id, tab }), "replace"),
    }),
  ),
  {
    id: "copy-link",
    title: "Copy the link that has the focus",
    group: "Message",
    keys: ["y"],
    keysOnly: true,
    when: () => focusedLink() !== null,
    run: () => void copy(focusedLink() ?? "", "Link"),
  },
  { id: "messages", title: "Messages", group: "Go", keys: [], run: () => go(routeTo({})) },
  { id: "unread-only", title: "Unread messages", group: "Go", keys: [], run: () => go(routeTo({ q: "is:unread" })) },
  {
    id: "with-findings",
    title: "Messages with findings",
    group: "Go",
    keys: [],
    run: () => go(routeTo({ q: "has:findings" })),
  },
  { id: "sessions", title: "SMTP sessions", group: "Go", keys: [], run: () => go(routeTo({ room: "sessions" })) },
  { id: "settings", title: "Settings", group: "Go", keys: [], run: () => go(routeTo({ room: "settings" })) },
  {
    id: "palette",
    title: "Command palette",
    group: "Page",
    keys: ["Mod-k"],
    keysOnly: true,
    run: () => openOverlay("palette"),
  },
  { id: "help", title: "Keys", group: "Page", keys: ["?"], run: () => openOverlay("help") },
  {
    id: "theme-light",
    title: "Light theme",
    group: "Page",
    keys: [],
    run: () => settings.dispatch({ theme: "light" }),
  },
  { id: "theme-dark", title: "Dark theme", group: "Page", keys: [], run: () => settings.dispatch({ theme: "dark" }) },
  {
    id: "theme-system",
    title: "The system's theme",
    group: "Page",
    keys: [],
    run: () => settings.dispatch({ theme: "system" }),
  },
  {
    id: "compact",
    title: "Compact rows",
    group: "Page",
    keys: [],
    run: () => settings.dispatch({ density: "compact" }),
  },
  {
    id: "comfortable",
    title: "Comfortable rows",
    group: "Page",
    keys: [],
    run: () => settings.dispatch({ density: "comfortable" }),
  },
];

/** Where a link of the mail leads; the page's own links are no news. */
function focusedLink(): string | null {
  const { activeElement } = document;
  return activeElement instanceof HTMLAnchorElement && activeElement.target === "_blank" ? activeElement.href : null;
}

function focusSearch(): void {
  // On a phone the list, and the box with it, comes back only when the message is closed.
  const hidden = currentRoute().id !== null && matchMedia("(max-width: 719px)").matches;
  if (!inMessages() || hidden) go(routeTo({}));
  const select = () => {
    const box = document.querySelector<HTMLInputElement>("#search");
    if (document.activeElement !== box) box?.select();
  };
  // Once it is drawn, and before another key: whoever types on has the first letter in the box too.
  queueMicrotask(select);
  // The palette gives the focus back to where it was when it closes.
  setTimeout(select);
}
