import type { MessageSummary } from "@mailglass/shared";
import { useState } from "react";
import { useInfo } from "../../data/live.ts";
import { closePane, deleteMessages, moveCursor, setRead } from "../../data/message-actions.ts";
import { shownIdOf, useIsRead, useShownList } from "../../data/shown-list.ts";
import { resendMessage } from "../../data/transfer-messages.ts";
import { indexOfMessage } from "../../model/inbox.ts";
import { Button, IconButton } from "../../ui/Button.tsx";
import { ChevronLeft, ChevronRight, Mail, MailOpen, Repeat, Send, Trash2, X } from "../../ui/icons.tsx";
import { MoreActions } from "./MoreActions.tsx";
import { ReleaseDialog } from "./ReleaseDialog.tsx";

/** What can be done with the open message. The frequent actions have buttons, the others are in a menu. */
export function MessageActions({ message }: { message: MessageSummary }) {
  const { id, recipients } = message;
  const relay = useInfo((info) => info?.relay ?? null);
  const [isReleasing, setIsReleasing] = useState(false);
  return (
    <div className="message-actions">
      <NeighborButtons id={id} />
      <ReadButton message={message} />
      {relay !== null && (
        <>
          <Button
            kind="plain"
            className="button wide-action"
            needsServer
            title={`Send it for real, through ${relay.host}`}
            data-testid="release"
            onClick={() => setIsReleasing(true)}
          >
            <Send size={15} /> Release
          </Button>
          <ReleaseDialog
            id={id}
            relay={relay}
            recipients={recipients}
            open={isReleasing}
            onClose={() => setIsReleasing(false)}
          />
        </>
      )}
      <Button
        kind="plain"
        className="button wide-action"
        needsServer
        title="Send it to the SMTP port of Mailglass again"
        data-testid="resend"
        onClick={() => void resendMessage(id)}
      >
        <Repeat size={15} /> Resend
      </Button>
      <Button
        kind="plain"
        needsServer
        title="Delete (#)"
        onClick={() => void deleteMessages([id])}
        data-testid="delete"
      >
        <Trash2 size={15} /> Delete
      </Button>
      <MoreActions message={message} onRelease={relay === null ? undefined : () => setIsReleasing(true)} />
      <IconButton label="Close" keys="Esc" onClick={closePane} data-testid="close">
        <X size={16} />
      </IconButton>
    </div>
  );
}

function ReadButton({ message: { id, read: wasRead } }: { message: MessageSummary }) {
  const read = useIsRead(id, wasRead);
  return (
    <IconButton
      label={read ? "Mark as unread" : "Mark as read"}
      keys="u"
      needsServer
      onClick={() => void setRead([id], !read)}
      data-testid="read-button"
    >
      {read ? <Mail size={16} /> : <MailOpen size={16} />}
    </IconButton>
  );
}

/** Steps to the newer and the older message of the list. */
function NeighborButtons({ id }: { id: string }) {
  const shown = useShownList();
  const at = indexOfMessage(shown, shownIdOf(id, shown));
  const isLast = at < 0 || at === shown.rows.length - 1;
  return (
    <>
      <IconButton
        label="Previous message"
        keys="k"
        disabled={at <= 0}
        onClick={() => moveCursor(-1)}
        data-testid="previous-message"
      >
        <ChevronLeft size={16} />
      </IconButton>
      <IconButton
        label="Next message"
        keys="j"
        disabled={isLast}
        onClick={() => moveCursor(1)}
        data-testid="next-message"
      >
        <ChevronRight size={16} />
      </IconButton>
    </>
  );
}
