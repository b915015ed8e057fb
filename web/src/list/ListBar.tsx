import { CheckCheck, Mail, MailOpen, Trash2, X } from "lucide-react";
import { useState } from "react";
import { deleteAll, deleteTargets, markAllRead, setRead } from "../data/message-actions.ts";
import { inboxStore, useInbox } from "../data/stores.ts";
import { formatAmount, formatCount } from "../model/format.ts";
import { Button, IconButton } from "../ui/Button.tsx";
import { ConfirmDialog } from "../ui/ConfirmDialog.tsx";

/** How many there are, and what can be done with all of them, or with those that are picked. */
export function ListBar() {
  const picked = useInbox((inbox) => inbox.picked);
  return (
    <div className="list-bar">{picked.size > 0 ? <PickedMessagesBar ids={[...picked]} /> : <AllMessagesBar />}</div>
  );
}

function AllMessagesBar() {
  // What is counted is what is shown: the rows of the last search, while the present one is being asked.
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
      <IconButton
        label={query === "" ? "Mark all as read" : "Mark all that match as read"}
        size="small"
        disabled={unread === 0 || !isSettled}
        onClick={() => void markAllRead()}
      >
        <CheckCheck size={14} />
      </IconButton>
      <IconButton
        label={query === "" ? "Delete all messages" : "Delete all that match"}
        size="small"
        disabled={matched === 0 || !isSettled}
        onClick={() => setIsConfirming(true)}
      >
        <Trash2 size={14} />
      </IconButton>
      <ConfirmDialog
        open={isConfirming}
        title={query === "" ? `Delete all ${amount}?` : `Delete the ${amount} that match?`}
        text="You can undo this for 60 seconds."
        action={`Delete ${amount}`}
        onConfirm={() => void deleteAll()}
        onClose={() => setIsConfirming(false)}
      />
    </>
  );
}

function PickedMessagesBar({ ids }: { ids: readonly string[] }) {
  // Who has picked all that is here is told that there is more.
  const hasMore = useInbox((inbox) => ids.length === inbox.rows.length && inbox.matched > ids.length);
  const matched = useInbox((inbox) => inbox.matched);
  const amount = hasMore ? `${formatCount(ids.length)} of ${formatCount(matched)}` : formatCount(ids.length);
  return (
    <>
      <span className="list-count" data-testid="picked-count">
        <strong>{amount} picked</strong>
      </span>
      <IconButton label="Mark as read" size="small" onClick={() => void setRead(ids, true)}>
        <MailOpen size={14} />
      </IconButton>
      <IconButton label="Mark as unread" keys="u" size="small" onClick={() => void setRead(ids, false)}>
        <Mail size={14} />
      </IconButton>
      <Button size="small" kind="plain" onClick={deleteTargets}>
        <Trash2 size={14} aria-hidden /> Delete
      </Button>
      <IconButton
        label="Pick none"
        keys="Esc"
        size="small"
        onClick={() => inboxStore.dispatch({ type: "picked", ids: [] })}
      >
        <X size={14} />
      </IconButton>
    </>
  );
}
