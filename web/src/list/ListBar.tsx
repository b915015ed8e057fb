import { type ComponentProps, useState } from "react";
import { client } from "../data/client.ts";
import { openUseInTest } from "../data/dialogs.ts";
import { deleteAll, deleteTargets, markAllRead, setRead } from "../data/message-actions.ts";
import { navigate, routeTo } from "../data/router.ts";
import { inboxStore, useInbox } from "../data/stores.ts";
import { formatAmount, formatCount } from "../model/format.ts";
import { Button, IconButton, LinkButton } from "../ui/Button.tsx";
import { ConfirmDialog } from "../ui/ConfirmDialog.tsx";
import { CheckCheck, Code, Download, FileDiff, Mail, MailOpen, Tag, Trash2, X } from "../ui/icons.tsx";
import { TagSelectedDialog } from "./TagSelectedDialog.tsx";

/** Shows the number of messages, and actions for all of them or for the selected ones. */
export function ListBar() {
  const picked = useInbox((inbox) => inbox.picked);
  return (
    <div className="list-bar">{picked.size > 0 ? <PickedMessagesBar ids={[...picked]} /> : <AllMessagesBar />}</div>
  );
}

function AllMessagesBar() {
  // Counts the visible rows, which are those of the previous search while the current one is loading.
  const query = useInbox((inbox) => inbox.answeredQuery);
  const isSettled = useInbox((inbox) => inbox.phase === "ready" && inbox.answeredQuery === inbox.query);
  const isKnown = useInbox((inbox) => inbox.phase === "ready" || inbox.total > 0);
  const matched = useInbox((inbox) => inbox.matched);
  const total = useInbox((inbox) => inbox.total);
  const unread = useInbox((inbox) => (inbox.answeredQuery === "" ? inbox.unread : inbox.matchedUnread));
  const [isConfirming, setIsConfirming] = useState(false);
  const amount = formatAmount(query === "" ? total : matched, "message");
  return (
    <>
      <span className="list-count" data-testid="message-count">
        {!isKnown ? "" : query === "" ? amount : `${formatCount(matched)} of ${formatAmount(total, "message")}`}
        {unread > 0 && (
          <>
            {" · "}
            <strong>{formatCount(unread)} unread</strong>
          </>
        )}
      </span>
      {query !== "" && (
        <>
          <IconButton label="Use this search in a test" size="small" onClick={() => openUseInTest({ q: query })}>
            <Code size={14} />
          </IconButton>
          <LinkButton
            size="small"
            kind="plain"
            needsServer
            href={client.urlOf("exportMessages", {}, { format: "zip", q: query }).href}
            download=""
            aria-label="Download all matches"
            title="Download all matches as a zip of .eml files"
          >
            <Download size={14} />
          </LinkButton>
        </>
      )}
      <ListBarButton
        label={query === "" ? "Mark all as read" : "Mark all matches as read"}
        disabled={unread === 0 || !isSettled}
        onClick={() => void markAllRead()}
      >
        <CheckCheck size={14} />
      </ListBarButton>
      <ListBarButton
        label={query === "" ? "Delete all messages" : "Delete all matches"}
        disabled={matched === 0 || !isSettled}
        onClick={() => setIsConfirming(true)}
      >
        <Trash2 size={14} />
      </ListBarButton>
      <ConfirmDialog
        open={isConfirming}
        title={query === "" ? `Delete all ${amount}?` : `Delete ${amount} matching the search?`}
        text={`${query === "" ? "" : `These match ${query}. `}You can undo this for 60 seconds.`}
        action={`Delete ${amount}`}
        onConfirm={() => void deleteAll()}
        onClose={() => setIsConfirming(false)}
      />
    </>
  );
}

/** A button with an icon, and its label as text where there is space. */
function ListBarButton({
  label,
  keys,
  children,
  ...rest
}: { label: string; keys?: string } & ComponentProps<"button">) {
  const title = keys === undefined ? label : `${label} (${keys})`;
  return (
    <Button kind="plain" size="small" needsServer aria-label={label} title={title} {...rest}>
      {children}
      <span className="button-word">{label}</span>
    </Button>
  );
}

function PickedMessagesBar({ ids }: { ids: readonly string[] }) {
  // If all loaded rows are selected, shows that there are more.
  const hasMore = useInbox((inbox) => ids.length === inbox.rows.length && inbox.matched > ids.length);
  const matched = useInbox((inbox) => inbox.matched);
  const [isTagging, setIsTagging] = useState(false);
  const amount = hasMore ? `${formatCount(ids.length)} of ${formatCount(matched)}` : formatCount(ids.length);
  return (
    <>
      <span className="list-count" data-testid="picked-count">
        <strong>{amount} selected</strong>
      </span>
      {ids.length === 2 && (
        <ListBarButton label="Compare" onClick={() => comparePicked(ids)}>
          <FileDiff size={14} />
        </ListBarButton>
      )}
      <ListBarButton label="Tags" data-testid="tag-selected" onClick={() => setIsTagging(true)}>
        <Tag size={14} />
      </ListBarButton>
      <TagSelectedDialog ids={ids} open={isTagging} onClose={() => setIsTagging(false)} />
      <ListBarButton label="Mark as read" onClick={() => void setRead(ids, true)}>
        <MailOpen size={14} />
      </ListBarButton>
      <ListBarButton label="Mark as unread" keys="u" onClick={() => void setRead(ids, false)}>
        <Mail size={14} />
      </ListBarButton>
      <Button size="small" kind="plain" needsServer onClick={deleteTargets}>
        <Trash2 size={14} /> Delete
      </Button>
      <IconButton
        label="Clear selection"
        keys="Esc"
        size="small"
        onClick={() => inboxStore.dispatch({ type: "picked", ids: [] })}
      >
        <X size={14} />
      </IconButton>
    </>
  );
}

/** Compares the two selected messages, the older one first. */
function comparePicked(ids: readonly string[]): void {
  const [second, first] = inboxStore.get().rows.filter(({ id }) => ids.includes(id));
  if (first && second) navigate(routeTo({ id: first.id, other: second.id }));
}
