import { client } from "../data/client.ts";
import { currentRoute, routeHref } from "../data/router.ts";
import { inboxStore } from "../data/stores.ts";
import { resendMessage } from "../data/transfer-messages.ts";
import { copyToClipboard } from "../ui/copy-to-clipboard.ts";
import type { PageCommand } from "./page-command.ts";

const openId = (): string | null => (currentRoute().view === "messages" ? currentRoute().id : null);
const isMessageOpen = () => openId() !== null;
const hasMatches = () => currentRoute().view === "messages" && inboxStore.get().matched > 0;

/** What takes messages out of the page, or sends them again: also in menus and bars, where the keys are a long way. */
export const TRANSFER_COMMANDS: readonly PageCommand[] = [
  {
    id: "resend",
    title: "Resend the message",
    group: "Message",
    keys: [],
    needsServer: true,
    when: isMessageOpen,
    run: () => void resendMessage(openId() ?? ""),
  },
  {
    id: "copy-message-link",
    title: "Copy the link to the message",
    group: "Message",
    keys: [],
    when: isMessageOpen,
    run: () => void copyToClipboard(location.origin + routeHref(currentRoute()), "Link"),
  },
  {
    id: "download-message",
    title: "Download the message as .eml",
    group: "Message",
    keys: [],
    needsServer: true,
    when: isMessageOpen,
    run: () => location.assign(client.urlOf("getRaw", { id: openId() ?? "" }).href),
  },
  { id: "print", title: "Print the message", group: "Message", keys: [], when: isMessageOpen, run: () => print() },
  {
    id: "download-zip",
    title: "Download all messages of the list as .eml files in a zip",
    group: "List",
    keys: [],
    needsServer: true,
    when: hasMatches,
    run: () => downloadMatches("zip"),
  },
  {
    id: "download-mbox",
    title: "Download all messages of the list as an mbox file",
    group: "List",
    keys: [],
    needsServer: true,
    when: hasMatches,
    run: () => downloadMatches("mbox"),
  },
  {
    id: "api-docs",
    title: "API documentation",
    group: "Go",
    keys: [],
    run: () => void open(new URL("api/docs", client.url), "_blank", "noopener"),
  },
];

/** Downloads what the search matches, or all messages. The page stays: the answer is an attachment. */
function downloadMatches(format: "zip" | "mbox"): void {
  const { q } = currentRoute();
  location.assign(client.urlOf("exportMessages", {}, { format, ...(q === "" ? {} : { q }) }).href);
}
