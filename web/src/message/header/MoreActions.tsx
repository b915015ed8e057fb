import type { MessageSummary } from "@mailglass/shared";
import { client } from "../../data/client.ts";
import { openUseInTest } from "../../data/dialogs.ts";
import { failNextLikeMessage } from "../../data/fail-next.ts";
import { compareWithPrevious } from "../../data/load-comparison.ts";
import { setRead } from "../../data/message-actions.ts";
import { currentRoute, routeHref } from "../../data/router.ts";
import { useIsRead } from "../../data/shown-list.ts";
import { resendMessage } from "../../data/transfer-messages.ts";
import { copyToClipboard } from "../../ui/copy-to-clipboard.ts";
import {
  Camera,
  ChevronDown,
  Code,
  Download,
  ExternalLink,
  FileDiff,
  FolderArchive,
  Link2,
  Mail,
  MailOpen,
  Printer,
  Repeat,
  Send,
  TriangleAlert,
} from "../../ui/icons.tsx";
import { Menu, MenuItem, MenuLink } from "../../ui/Menu.tsx";

interface MoreActionsProps {
  message: MessageSummary;
  /** Undefined if the server cannot release messages. */
  onRelease: (() => void) | undefined;
}

/** The menu of the less frequent actions; in a narrow window, also of those whose buttons do not fit. */
export function MoreActions({ message, onRelease }: MoreActionsProps) {
  const { id, hasHtml } = message;
  return (
    <Menu
      testId="more-actions"
      button={
        <>
          More <ChevronDown size={14} />
        </>
      }
    >
      {onRelease !== undefined && (
        <MenuItem
          className="narrow-action"
          icon={<Send size={15} />}
          testId="menu-release"
          needsServer
          onSelect={onRelease}
        >
          Release
        </MenuItem>
      )}
      <MenuItem
        className="narrow-action"
        icon={<Repeat size={15} />}
        testId="menu-resend"
        needsServer
        onSelect={() => void resendMessage(id)}
      >
        Resend
      </MenuItem>
      <ReadItem message={message} />
      <MenuItem
        icon={<Code size={15} />}
        testId="menu-use-in-test"
        onSelect={() => afterMenu(() => openUseInTest({ id }))}
      >
        Use in a test
      </MenuItem>
      <MenuItem
        icon={<TriangleAlert size={15} />}
        testId="menu-fail-next"
        needsServer
        onSelect={() => afterMenu(() => void failNextLikeMessage(id))}
      >
        Fail the next one like this
      </MenuItem>
      <MenuItem
        icon={<FileDiff size={15} />}
        keys="="
        testId="compare"
        needsServer
        onSelect={() => void compareWithPrevious(id)}
      >
        Compare with the previous one
      </MenuItem>
      <MenuItem
        icon={<Link2 size={15} />}
        testId="copy-link"
        onSelect={() => void copyToClipboard(location.origin + routeHref(currentRoute()), "Link")}
      >
        Copy link
      </MenuItem>
      <DownloadItems message={message} />
      {hasHtml && <PreviewItems message={message} />}
      <MenuItem icon={<Printer size={15} />} testId="print" onSelect={() => print()}>
        Print
      </MenuItem>
    </Menu>
  );
}

function DownloadItems({ message: { id, attachmentCount } }: { message: MessageSummary }) {
  return (
    <>
      <MenuLink icon={<Download size={15} />} href={client.urlOf("getRaw", { id }).href} testId="download">
        Download .eml
      </MenuLink>
      {attachmentCount > 0 && (
        <MenuLink
          icon={<FolderArchive size={15} />}
          href={client.urlOf("getAttachmentsZip", { id }).href}
          testId="download-attachments"
        >
          Download attachments as zip
        </MenuLink>
      )}
    </>
  );
}

/** What can be done with the preview of a message that has HTML. */
function PreviewItems({ message }: { message: MessageSummary }) {
  return (
    <>
      <MenuLink
        icon={<ExternalLink size={15} />}
        href={client.urlOf("getPreview", { id: message.id }).href}
        newTab
        testId="open-preview"
      >
        Open the preview in a tab
      </MenuLink>
      <MenuItem
        icon={<Camera size={15} />}
        testId="screenshot"
        needsServer
        onSelect={() => void takeScreenshot(message)}
      >
        Screenshot
      </MenuItem>
    </>
  );
}

function ReadItem({ message: { id, read: wasRead } }: { message: MessageSummary }) {
  const read = useIsRead(id, wasRead);
  return (
    <MenuItem
      icon={read ? <Mail size={15} /> : <MailOpen size={15} />}
      keys="u"
      testId="toggle-read"
      needsServer
      onSelect={() => void setRead([id], !read)}
    >
      {read ? "Mark as unread" : "Mark as read"}
    </MenuItem>
  );
}

async function takeScreenshot({ id, subject }: MessageSummary): Promise<void> {
  const { saveScreenshot } = await import("../screenshot/save-screenshot.ts");
  await saveScreenshot(id, subject);
}

/** Opens a dialog after the menu has returned the focus to its button, where the dialog returns it again. */
function afterMenu(open: () => void): void {
  queueMicrotask(open);
}
