import type { MessageSummary } from "@mailglass/shared";
import { ArrowLeft, Download, Link2, Mail, MailOpen, Trash2, X } from "lucide-react";
import { client } from "../app/client.ts";
import { currentRoute, hrefOf } from "../app/router.ts";
import { useInbox } from "../app/stores.ts";
import { close, deleteMessages, mark } from "../list/actions.ts";
import { resultOf } from "../model/cache.ts";
import { formatBytes, formatExactTime, formatFullMailbox, formatMailbox } from "../model/format.ts";
import { visible } from "../model/visible.ts";
import { IconButton, LinkButton } from "../ui/Button.tsx";
import { copy } from "../ui/copy.ts";
import { WhenLoaded } from "../ui/WhenLoaded.tsx";
import { loadMessage, MOST_BYTES } from "./load.ts";
import { PrintedFacts } from "./PrintedFacts.tsx";
import { Why } from "./Why.tsx";

/** Subject, who to whom, and what can be done with the message. */
export function MessageHead({ message }: { message: MessageSummary }) {
  const { id, from, sender, size, receivedAt, subject } = message;
  return (
    <header className="message-head">
      <div className="message-title">
        <IconButton label="Back" keys="Esc" onClick={close} data-testid="back">
          <ArrowLeft size={16} />
        </IconButton>
        <h2 className="message-subject" title={visible(subject)} data-testid="subject">
          {visible(subject) || (
            <>
              <span className="row-none">(no subject)</span>{" "}
              <Why id={id} tab="findings">
                Why?
              </Why>
            </>
          )}
        </h2>
        <Actions message={message} />
      </div>
      <p className="message-facts">
        <strong title={from ? visible(from.address) : undefined}>
          {visible(from ? formatMailbox(from) : sender || "<>")}
        </strong>
        {from && from.name !== "" && <span className="message-address">{visible(from.address)}</span>}
        {hasAllAddresses(message) || size > MOST_BYTES ? (
          <Recipients message={message} />
        ) : (
          <WhenLoaded all={[loadMessage(id)]} meanwhile={<Recipients message={message} />}>
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

/** A row has the first addresses of each field only; the message has all. */
function LoadedRecipients({ message }: { message: MessageSummary }) {
  return <Recipients message={resultOf(loadMessage(message.id)) ?? message} />;
}

/** Who the message is addressed to, and who received it or did not, against what the fields say. */
function Recipients({ message }: { message: MessageSummary }) {
  const { id, to, cc, recipients, addressCounts } = message;
  const shown = to.length > 0 ? to.map(formatFullMailbox) : recipients;
  const copied = cc.map(formatFullMailbox);
  const isComplete = hasAllAddresses(message);
  const left = isComplete ? leftOut(message) : 0;
  const hidden = isComplete ? hiddenOnes(message) : 0;
  return (
    <>
      <span className="message-to" title={visible(shown.slice(0, 30).join(", "))}>
        <span aria-hidden>→ </span>
        <span className="visually-hidden">to </span>
        {someOf(shown, to.length > 0 ? addressCounts.to : addressCounts.recipients) || "nobody"}
      </span>
      {copied.length > 0 && (
        <span className="message-to" title={visible(copied.slice(0, 30).join(", "))}>
          cc {someOf(copied, addressCounts.cc)}
        </span>
      )}
      {hidden > 0 && (
        <Why id={id} tab="envelope">
          {`${hidden} BCC`}
        </Why>
      )}
      {left > 0 && (
        <Why id={id} tab="envelope">
          {addressCounts.to === 1 ? "not in the envelope" : `${left} not in the envelope`}
        </Why>
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

/** @param count how many there are, of whom `mailboxes` are the first */
const someOf = (mailboxes: readonly string[], count: number): string =>
  visible(mailboxes.slice(0, 3).join(", ")) + (count > 3 ? ` +${count - 3}` : "");

/** How many got it whom no field names. Where To: names nobody, they are who is shown. */
function hiddenOnes({ to, cc, bcc, recipients }: MessageSummary): number {
  if (to.length === 0) return 0;
  const named = new Set([...to, ...cc, ...bcc].map(({ address }) => address.toLowerCase()));
  return recipients.filter((address) => !named.has(address.toLowerCase())).length;
}

/** How many of those whom To: names the message was not sent to. Without an envelope it was put in over the API. */
function leftOut({ to, recipients }: MessageSummary): number {
  if (recipients.length === 0) return 0;
  const sent = new Set(recipients.map((address) => address.toLowerCase()));
  return to.filter(({ address }) => !sent.has(address.toLowerCase())).length;
}

function Actions({ message: { id, read: wasRead } }: { message: MessageSummary }) {
  const read = useInbox((inbox) => inbox.rows.find((row) => row.id === id)?.read ?? wasRead);
  return (
    <div className="message-actions">
      <IconButton
        label={read ? "Mark as unread" : "Mark as read"}
        keys="u"
        onClick={() => void mark([id], !read)}
        data-testid="toggle-read"
      >
        {read ? <Mail size={16} /> : <MailOpen size={16} />}
      </IconButton>
      <IconButton
        label="Copy link"
        onClick={() => void copy(location.origin + hrefOf(currentRoute()), "Link")}
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
      <IconButton label="Delete" keys="#" onClick={() => deleteMessages([id])} data-testid="delete">
        <Trash2 size={16} />
      </IconButton>
      <IconButton label="Close" keys="Esc" onClick={close} data-testid="close">
        <X size={16} />
      </IconButton>
    </div>
  );
}
