import { isOffline } from "../data/connection.ts";
import { openCompose, openFaultForm, openUseInTest, type TestTarget } from "../data/dialogs.ts";
import { failNextLikeMessage, failNextLikeSession } from "../data/fail-next.ts";
import { countListRows } from "../data/focus-list.ts";
import { focusSearch } from "../data/focus-search.ts";
import { compareWithPrevious } from "../data/load-comparison.ts";
import {
  deleteTargets,
  extendSelection,
  goBackOneLevel,
  markAllRead,
  moveCursor,
  moveCursorToFirst,
  moveCursorToLast,
  openMessageAtCursor,
  pickAll,
  targetIds,
  togglePick,
  toggleTargetsRead,
} from "../data/message-actions.ts";
import { openOverlay } from "../data/overlay.ts";
import { currentRoute, navigate, routeTo } from "../data/router.ts";
import { toggleSidebar } from "../data/sidebar-layout.ts";
import { inboxStore } from "../data/stores.ts";
import { canUndo, undoLastDeletion } from "../data/undo.ts";
import { TAB_KEYS, TABS, type Tab } from "../model/route.ts";
import { copyToClipboard } from "../ui/copy-to-clipboard.ts";
import { APPEARANCE_COMMANDS } from "./appearance-commands.ts";
import type { PageCommand } from "./page-command.ts";
import { TRANSFER_COMMANDS } from "./transfer-commands.ts";

const isMessagesView = () => currentRoute().view === "messages";
const isSessionOpen = () => currentRoute().view === "sessions" && currentRoute().id !== null;
const isMessageOpen = () => isMessagesView() && currentRoute().id !== null;
/** With an open message, the keys scroll what has the focus. */
const isListAlone = () => isMessagesView() && currentRoute().id === null;
/** Returns whether the list or nothing has the focus. In text that is open or typed, the browser handles selection. */
const isListFocused = () => document.activeElement?.matches("body, .list *, .list-bar *") ?? true;
const hasTargets = () => isMessagesView() && targetIds().length > 0;

/** One command opens the session of a message, or its request: it has one of them. */
const TAB_TITLES: Record<Exclude<Tab, "request">, string> = {
  preview: "Preview: the HTML as a mail client shows it",
  html: "HTML: its source, decoded",
  text: "Text: the text part",
  links: "Links: where each one leads",
  attachments: "Attachments: view and download",
  headers: "Headers: decoded and as sent",
  source: "Source: every byte",
  parts: "Parts: the MIME tree",
  envelope: "Envelope: sender and recipients in SMTP",
  session: "Session or request: how it was sent",
  checks: "Checks: findings, and which mail clients support the HTML",
};

/** All commands. Key handling, keyboard help and palette are derived from this table. */
export const COMMANDS: readonly PageCommand[] = [
  {
    id: "next",
    title: "Next message",
    group: "List",
    keys: ["j", "ArrowDown"],
    keysOnly: true,
    when: isMessagesView,
    run: () => moveCursor(1),
  },
  {
    id: "previous",
    title: "Previous message",
    group: "List",
    keys: ["k", "ArrowUp"],
    keysOnly: true,
    when: isMessagesView,
    run: () => moveCursor(-1),
  },
  {
    id: "first",
    title: "First message",
    group: "List",
    keys: ["Home"],
    keysOnly: true,
    when: isMessagesView,
    run: moveCursorToFirst,
  },
  {
    id: "last",
    title: "Last message",
    group: "List",
    keys: ["End"],
    keysOnly: true,
    when: isMessagesView,
    run: () => void moveCursorToLast(),
  },
  {
    id: "page-down",
    title: "One page down",
    group: "List",
    keys: ["PageDown"],
    keysOnly: true,
    when: isListAlone,
    run: () => moveCursor(countListRows()),
  },
  {
    id: "page-up",
    title: "One page up",
    group: "List",
    keys: ["PageUp"],
    keysOnly: true,
    when: isListAlone,
    run: () => moveCursor(-countListRows()),
  },
  {
    id: "open",
    title: "Open",
    group: "List",
    keys: ["Enter", "o"],
    keysOnly: true,
    when: isMessagesView,
    run: () => void openMessageAtCursor(),
  },
  {
    id: "back",
    title: "Back: clear selection, close, clear search",
    group: "List",
    keys: ["Escape"],
    keysOnly: true,
    run: goBackOneLevel,
  },
  { id: "search", title: "Search", group: "List", keys: ["/"], run: focusSearch },
  {
    id: "pick",
    title: "Select or deselect",
    group: "List",
    keys: ["x"],
    keysOnly: true,
    when: isMessagesView,
    run: () => togglePick(inboxStore.get().cursor ?? currentRoute().id),
  },
  {
    id: "extend-down",
    title: "Extend the selection down",
    group: "List",
    keys: ["Shift-ArrowDown"],
    keysOnly: true,
    when: isMessagesView,
    run: () => extendSelection(1),
  },
  {
    id: "extend-up",
    title: "Extend the selection up",
    group: "List",
    keys: ["Shift-ArrowUp"],
    keysOnly: true,
    when: isMessagesView,
    run: () => extendSelection(-1),
  },
  {
    id: "pick-all",
    title: "Select all loaded",
    group: "List",
    keys: ["Mod-a"],
    when: () => isMessagesView() && isListFocused() && inboxStore.get().rows.length > 0,
    run: pickAll,
  },
  {
    id: "delete",
    title: "Delete",
    group: "List",
    keys: ["#", "Delete"],
    needsServer: true,
    when: hasTargets,
    run: deleteTargets,
  },
  {
    id: "undo",
    title: "Undo deletion",
    group: "List",
    keys: ["z"],
    needsServer: true,
    when: canUndo,
    run: undoLastDeletion,
  },
  {
    id: "unread",
    title: "Toggle read",
    group: "List",
    keys: ["u"],
    needsServer: true,
    when: hasTargets,
    run: toggleTargetsRead,
  },
  {
    id: "all-read",
    title: "Mark all as read",
    group: "List",
    keys: [],
    needsServer: true,
    when: isMessagesView,
    run: () => void markAllRead(),
  },
  ...TABS.filter((tab) => tab !== "request").map(
    (tab): PageCommand => ({
      id: `tab-${tab}`,
      title: TAB_TITLES[tab],
      group: "Message",
      keys: [TAB_KEYS[tab]],
      when: isMessageOpen,
      run: () => navigate(routeTo({ id: currentRoute().id, tab }), "replace"),
    }),
  ),
  {
    id: "compare",
    title: "Compare with the previous message of this subject",
    group: "Message",
    keys: ["="],
    needsServer: true,
    when: isMessageOpen,
    run: () => void compareWithPrevious(currentRoute().id ?? ""),
  },
  {
    id: "use-in-test",
    title: "Use in a test",
    group: "Message",
    keys: [],
    needsServer: true,
    when: isMessagesView,
    run: () => openUseInTest(currentTarget()),
  },
  {
    id: "fail-next-message",
    title: "Fail the next message like this",
    group: "Message",
    keys: [],
    needsServer: true,
    when: isMessageOpen,
    run: () => void failNextLikeMessage(currentRoute().id ?? ""),
  },
  {
    id: "fail-next-session",
    title: "Fail the next session like this",
    group: "Message",
    keys: [],
    needsServer: true,
    when: isSessionOpen,
    run: () => void failNextLikeSession(currentRoute().id ?? ""),
  },
  {
    id: "copy-link",
    title: "Copy focused link",
    group: "Message",
    keys: ["y"],
    keysOnly: true,
    when: () => getFocusedLink() !== null,
    run: () => void copyToClipboard(getFocusedLink() ?? "", "Link"),
  },
  { id: "messages", title: "Inbox", group: "Go", keys: [], run: () => navigate(routeTo({ q: "" })) },
  {
    id: "unread-only",
    title: "Unread messages",
    group: "Go",
    keys: [],
    run: () => navigate(routeTo({ q: "is:unread" })),
  },
  {
    id: "with-findings",
    title: "Messages with findings",
    group: "Go",
    keys: [],
    run: () => navigate(routeTo({ q: "has:findings" })),
  },
  { id: "sessions", title: "SMTP sessions", group: "Go", keys: [], run: () => navigate(routeTo({ view: "sessions" })) },
  { id: "faults", title: "Faults", group: "Go", keys: [], run: () => navigate(routeTo({ view: "faults" })) },
  { id: "settings", title: "Settings", group: "Go", keys: [], run: () => navigate(routeTo({ view: "settings" })) },
  { id: "compose", title: "Compose a message", group: "Page", keys: [], run: () => openCompose() },
  {
    id: "paste-source",
    title: "Paste the source of a message",
    group: "Page",
    keys: [],
    run: () => openCompose("paste"),
  },
  { id: "upload", title: "Add .eml or mbox files", group: "Page", keys: [], run: () => openCompose("files") },
  { id: "add-fault", title: "Add a fault", group: "Page", keys: [], run: () => openFaultForm() },
  {
    id: "palette",
    title: "Command palette",
    group: "Page",
    keys: ["Mod-k"],
    keysOnly: true,
    run: () => openOverlay("palette"),
  },
  { id: "sidebar", title: "Expand or collapse the sidebar", group: "Page", keys: ["["], run: toggleSidebar },
  { id: "help", title: "Keyboard shortcuts", group: "Page", keys: ["?"], run: () => openOverlay("help") },
  ...TRANSFER_COMMANDS,
  ...APPEARANCE_COMMANDS,
];

export function isAvailable({ when, needsServer }: PageCommand): boolean {
  return (when?.() ?? true) && !(needsServer === true && isOffline());
}

/** Returns the open message, or else the search of the list. */
function currentTarget(): TestTarget {
  const { id, q } = currentRoute();
  return id === null ? { q } : { id };
}

/** Returns the target of a focused link in the mail; not of the page's own links. */
function getFocusedLink(): string | null {
  const { activeElement } = document;
  return activeElement instanceof HTMLAnchorElement && activeElement.target === "_blank" ? activeElement.href : null;
}
