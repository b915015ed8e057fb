import type { Attachment, MessageSummary } from "@mailglass/shared";
import { loadMessage, MAX_EAGER_LOAD_BYTES } from "../../data/load-message.ts";
import { getSettledValue } from "../../data/promise-cache.ts";
import { routeTo } from "../../data/router.ts";
import { formatAmount, formatBytes, formatCount } from "../../model/format.ts";
import { revealHidden } from "../../model/reveal-hidden.ts";
import { Paperclip } from "../../ui/icons.tsx";
import { RouteLink } from "../../ui/RouteLink.tsx";
import { WhenLoaded } from "../../ui/WhenLoaded.tsx";
import "./attachment-strip.css";

/** Maximum number of attachments shown; all of them are in the Attachments tab. */
const MAX_NAMED_ATTACHMENTS = 12;

/** Maximum length of a name in UTF-16 code units, about the limit of file systems. */
const MAX_NAME_LENGTH = 200;

interface AttachmentsProps {
  /** The list entry, whose attachment count is known before the message is loaded. */
  message: MessageSummary;
}

/** The attachments, each a link to its view, without images that the HTML shows inline. */
export function AttachmentStrip({ message: { id, size, attachmentCount: count } }: AttachmentsProps) {
  if (count === 0) return null;
  const isLoaded = size <= MAX_EAGER_LOAD_BYTES;
  return (
    <div className="attachments is-sideways" role="group" aria-label="Attachments" data-testid="attachments">
      <RouteLink to={routeTo({ id, tab: "attachments" })} className="attachments-count" title="All attachments">
        <Paperclip size={13} />
        {formatCount(count)}{" "}
        <span className={isLoaded ? "visually-hidden" : ""}>{count === 1 ? "attachment" : "attachments"}</span>
      </RouteLink>
      {isLoaded && (
        <WhenLoaded promises={[loadMessage(id)]} fallback={null}>
          <AttachmentLinks id={id} />
        </WhenLoaded>
      )}
    </div>
  );
}

function AttachmentLinks({ id }: { id: string }) {
  // If loading fails, the tab below shows the error.
  const attachments =
    getSettledValue(loadMessage(id))?.attachments.filter(({ inHtml, inText }) => !inHtml && !inText) ?? [];
  return (
    <>
      {attachments.slice(0, MAX_NAMED_ATTACHMENTS).map((attachment) => (
        <AttachmentLink key={attachment.part} id={id} attachment={attachment} />
      ))}
      {attachments.length > MAX_NAMED_ATTACHMENTS && (
        <RouteLink to={routeTo({ id, tab: "attachments" })} className="attachments-more" title="All attachments">
          {`+${formatCount(attachments.length - MAX_NAMED_ATTACHMENTS)} more`}
        </RouteLink>
      )}
    </>
  );
}

function AttachmentLink({ id, attachment }: { id: string; attachment: Attachment }) {
  const { part, filename, type, size } = attachment;
  const name = revealHidden(filename.length > MAX_NAME_LENGTH ? `${filename.slice(0, MAX_NAME_LENGTH)}…` : filename);
  return (
    <RouteLink
      to={routeTo({ id, tab: "attachments", part })}
      className="attachment"
      aria-label={`View ${name}, ${formatBytes(size)}`}
      title={`${name}\n${revealHidden(type)}, ${formatAmount(size, "byte")}`}
      data-testid="attachment"
    >
      <span className="attachment-name">{name}</span> <span className="attachment-size">{formatBytes(size)}</span>
    </RouteLink>
  );
}
