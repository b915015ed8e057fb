import type { MessageSummary } from "@mailglass/shared";
import { client } from "../../data/client.ts";
import { compareWithPrevious } from "../../data/load-comparison.ts";
import { closePane, deleteMessages, moveCursor, setRead } from "../../data/message-actions.ts";
import { currentRoute, routeHref } from "../../data/router.ts";
import { useInbox } from "../../data/stores.ts";
import { Button, IconButton } from "../../ui/Button.tsx";
import { copyToClipboard } from "../../ui/copy-to-clipboard.ts";
import {
  ChevronDown,
  ChevronLeft,
  ChevronRight,
  Download,
  ExternalLink,
  FileDiff,
  Link2,
  Mail,
  MailOpen,
  Printer,
  Trash2,
  X,
} from "../../ui/icons.tsx";
import { Menu, MenuItem, MenuLink } from "../../ui/Menu.tsx";

/** What can be done with the open message. The frequent actions have buttons, the others are in a menu. */
export function MessageActions({ message }: { message: MessageSummary }) {
  const { id } = message;
  return (
    <div className="message-actions">
      <NeighborButtons id={id} />
      <Button kind="plain" title="Delete (#)" onClick={() => void deleteMessages([id])} data-testid="delete">
        <Trash2 size={15} /> <span className="action-label">Delete</span>
      </Button>
      <MoreActions message={message} />
      <IconButton label="Close" keys="Esc" onClick={closePane} data-testid="close">
        <X size={16} />
      </IconButton>
    </div>
  );
}

/** Steps to the newer and the older message of the list. */
function NeighborButtons({ id }: { id: string }) {
  const at = useInbox((inbox) => inbox.rows.findIndex((row) => row.id === id));
  const isFirst = at <= 0;
  const isLast = useInbox((inbox) => at < 0 || at === inbox.rows.length - 1);
  return (
    <>
      <IconButton
        label="Previous message"
        keys="k"
        disabled={isFirst}
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

function MoreActions({ message: { id, hasHtml, read: wasRead } }: { message: MessageSummary }) {
  const read = useInbox((inbox) => inbox.rows.find((row) => row.id === id)?.read ?? wasRead);
  return (
    <Menu
      testId="more-actions"
      button={
        <>
          More <ChevronDown size={14} />
        </>
      }
    >
      <MenuItem
        icon={read ? <Mail size={15} /> : <MailOpen size={15} />}
        keys="u"
        testId="toggle-read"
        onSelect={() => void setRead([id], !read)}
      >
        {read ? "Mark as unread" : "Mark as read"}
      </MenuItem>
      <MenuItem icon={<FileDiff size={15} />} keys="=" testId="compare" onSelect={() => void compareWithPrevious(id)}>
        Compare with the previous one
      </MenuItem>
      <MenuItem
        icon={<Link2 size={15} />}
        testId="copy-link"
        onSelect={() => void copyToClipboard(location.origin + routeHref(currentRoute()), "Link")}
      >
        Copy link
      </MenuItem>
      <MenuLink icon={<Download size={15} />} href={client.urlOf("getRaw", { id }).href} testId="download">
        Download .eml
      </MenuLink>
      {hasHtml && (
        <MenuLink
          icon={<ExternalLink size={15} />}
          href={client.urlOf("getPreview", { id }, {}).href}
          newTab
          testId="open-preview"
        >
          Open the preview in a tab
        </MenuLink>
      )}
      <MenuItem icon={<Printer size={15} />} testId="print" onSelect={() => print()}>
        Print
      </MenuItem>
    </Menu>
  );
}
