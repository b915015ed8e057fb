import type { MessageSummary } from "@mailglass/shared";
import { client } from "../data/client.ts";
import { compareWithPrevious } from "../data/load-comparison.ts";
import { loadMessage, MAX_EAGER_LOAD_BYTES } from "../data/load-message.ts";
import { closePane, deleteMessages, setRead } from "../data/message-actions.ts";
import { getSettledValue } from "../data/promise-cache.ts";
import { currentRoute, routeHref } from "../data/router.ts";
import { useInbox } from "../data/stores.ts";
import { formatBytes, formatExactTime, formatFullMailbox, formatMailbox } from "../model/format.ts";
import { revealHidden } from "../model/reveal-hidden.ts";
import { IconButton, LinkButton } from "../ui/Button.tsx";
import { copyToClipboard } from "../ui/copy-to-clipboard.ts";
import { ArrowLeft, Download, FileDiff, Link2, Mail, MailOpen, Trash2, X } from "../ui/icons.tsx";
import { WhenLoaded } from "../ui/WhenLoaded.tsx";
import { PrintedFacts } from "./PrintedFacts.tsx";
import { ReasonLink } from "./ReasonLink.tsx";

/** Subject, sender, recipients, and actions for the message. */
export function MessageHeader({ message }: { message: MessageSummary }) {
  const { id, from, sender, size, receivedAt, subject } = message;
  return (
    <header className="message-head">
      <div className="message-title">
        <IconButton label="Back" keys="Esc" onClick={closePane} data-testid="back">
          <ArrowLeft size={16} />
        </IconButton>
        <h2 className="message-subject" title={revealHidden(subject)} data-testid="subject">
          {revealHidden(subject) || (
            <>
              <span className="row-none">(no subject)</span>{" "}
              <ReasonLink id={id} tab="checks">
                Why?
              </ReasonLink>
            </>
          )}
        </h2>
        <MessageActions message={message} />
      </div>
      <p className="message-facts">
        <strong title={from ? revealHidden(from.address) : undefined}>
          {revealHidden(from ? formatMailbox(from) : sender || "<>")}
        </strong>
        {from && from.name !== "" && <span className="message-address">{revealHidden(from.address)}</span>}
        {hasAllAddresses(message) || size > MAX_EAGER_LOAD_BYTES ? (
          <MessageRecipients message={message} />
        ) : (
          <WhenLoaded promises={[loadMessage(id)]} fallback={<MessageRecipients message={message} />}>
            <LoadedRecipients message={message} />
          </WhenLoaded>
        )}
        <span className="message-when">
          <time dateTime={receivedAt}>{formatExactTime(receivedAt).slice(0, 19)} · </time>
          {formatBytes(size)}
        </span>
      </p>
      <PrintedFacts message={message} />
      {message.tags.length > 0 && (
        <ul className="message-tags" aria-label="Tags">
          {message.tags.map((tag) => (
            <li key={tag}>{tag}</li>
          ))}
        </ul>
      )}
    </header>
  );
}

/** A row has only the first addresses of each field; the message has all. */
function LoadedRecipients({ message }: { message: MessageSummary }) {
  return <MessageRecipients message={getSettledValue(loadMessage(message.id)) ?? message} />;
}

/** Shows the recipients in the header, and where the envelope differs. */
function MessageRecipients({ message }: { message: MessageSummary }) {
  const { id, to, cc, recipients, addressCounts } = message;
  const toMailboxes = to.length > 0 ? to.map(formatFullMailbox) : recipients;
  const ccMailboxes = cc.map(formatFullMailbox);
  const isComplete = hasAllAddresses(message);
  const notInEnvelope = isComplete ? countNotInEnvelope(message) : 0;
  const hiddenCount = isComplete ? countHiddenRecipients(message) : 0;
  return (
    <>
      <span className="message-to" title={revealHidden(toMailboxes.slice(0, 30).join(", "))}>
        <span aria-hidden>→ </span>
        <span className="visually-hidden">to </span>
        {abbreviateMailboxes(toMailboxes, to.length > 0 ? addressCounts.to : addressCounts.recipients) || "nobody"}
      </span>
      {ccMailboxes.length > 0 && (
        <span className="message-to" title={revealHidden(ccMailboxes.slice(0, 30).join(", "))}>
          cc {abbreviateMailboxes(ccMailboxes, addressCounts.cc)}
        </span>
      )}
      {hiddenCount > 0 && (
        <ReasonLink id={id} tab="envelope">
          {`${hiddenCount} BCC`}
        </ReasonLink>
      )}
      {notInEnvelope > 0 && (
        <ReasonLink id={id} tab="envelope">
          {addressCounts.to === 1 ? "not in the envelope" : `${notInEnvelope} not in the envelope`}
        </ReasonLink>
      )}
    </>
  );
}

function hasAllAddresses({ to, cc, bcc, recipients, addressCounts }: MessageSummary): boolean {
  return (
    to.length >= addressCounts.to &&
    cc.length >= addressCounts.cc &&
    bcc.length >= addressCounts.bcc &&
    recipients.length >= addressCounts.recipients
  );
}

/** @param count total number of mailboxes, of which `mailboxes` are the first */
const abbreviateMailboxes = (mailboxes: readonly string[], count: number): string =>
  revealHidden(mailboxes.slice(0, 3).join(", ")) + (count > 3 ? ` +${count - 3}` : "");

/** Counts recipients that no header field names (BCC). 0 if To is empty: then the recipients are shown instead. */
function countHiddenRecipients({ to, cc, bcc, recipients }: MessageSummary): number {
  if (to.length === 0) return 0;
  const named = new Set([...to, ...cc, ...bcc].map(({ address }) => address.toLowerCase()));
  return recipients.filter((address) => !named.has(address.toLowerCase())).length;
}

/**
 * Counts recipients in To that the message was not sent to. A message without an envelope was added through the API.
 */
function countNotInEnvelope({ to, recipients }: MessageSummary): number {
  if (recipients.length === 0) return 0;
  const sent = new Set(recipients.map((address) => address.toLowerCase()));
  return to.filter(({ address }) => !sent.has(address.toLowerCase())).length;
}

function MessageActions({ message: { id, read: wasRead } }: { message: MessageSummary }) {
  const read = useInbox((inbox) => inbox.rows.find((row) => row.id === id)?.read ?? wasRead);
  return (
    <div className="message-actions">
      <IconButton
        label={read ? "Mark as unread" : "Mark as read"}
        keys="u"
        onClick={() => void setRead([id], !read)}
        data-testid="toggle-read"
      >
        {read ? <Mail size={16} /> : <MailOpen size={16} />}
      </IconButton>
      <IconButton
        label="Compare with the previous message of this subject"
        onClick={() => void compareWithPrevious(id)}
        data-testid="compare"
      >
        <FileDiff size={16} />
      </IconButton>
      <IconButton
        label="Copy link"
        onClick={() => void copyToClipboard(location.origin + routeHref(currentRoute()), "Link")}
        data-testid="copy-link"
      >
        <Link2 size={16} />
      </IconButton>
      <LinkButton
        kind="plain"
        icon
        href={client.urlOf("getRaw", { id }).href}
        download=""
        aria-label="Download .eml"
        title="Download .eml"
        data-testid="download"
      >
        <Download size={16} />
      </LinkButton>
      <IconButton label="Delete" keys="#" onClick={() => void deleteMessages([id])} data-testid="delete">
        <Trash2 size={16} />
      </IconButton>
      <IconButton label="Close" keys="Esc" onClick={closePane} data-testid="close">
        <X size={16} />
      </IconButton>
    </div>
  );
}
