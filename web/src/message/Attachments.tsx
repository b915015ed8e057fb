import type { Attachment, MessageSummary } from "@mailglass/shared";
import { Paperclip } from "lucide-react";
import { client } from "../app/client.ts";
import { routeTo } from "../app/router.ts";
import { resultOf } from "../model/cache.ts";
import { formatAmount, formatBytes, formatCount } from "../model/format.ts";
import { visible } from "../model/visible.ts";
import { Link } from "../ui/Link.tsx";
import { WhenLoaded } from "../ui/WhenLoaded.tsx";
import { loadMessage, MOST_BYTES } from "./load.ts";
import "./attachments.css";

/** More are not named: they are among the parts. */
const MOST = 12;

/** Of a name, in UTF-16 code units: as much as a file system takes. */
const LONGEST = 200;

interface AttachmentsProps {
  /** With how many there are, as the list knows before the whole message is here. */
  message: MessageSummary;
}

/** What the message brings along, to be saved. What its HTML shows is no attachment to who reads it. */
export function Attachments({ message: { id, size, attachmentCount: count } }: AttachmentsProps) {
  if (count === 0) return null;
  const isRead = size <= MOST_BYTES;
  return (
    <div className="attachments is-sideways" role="group" aria-label="Attachments" data-testid="attachments">
      <Link to={routeTo({ id, tab: "parts" })} className="attachments-count" title="All parts">
        <Paperclip size={13} aria-hidden />
        {formatCount(count)}{" "}
        <span className={isRead ? "visually-hidden" : ""}>{count === 1 ? "attachment" : "attachments"}</span>
      </Link>
      {isRead && (
        <WhenLoaded all={[loadMessage(id)]} meanwhile={null}>
          <Named id={id} />
        </WhenLoaded>
      )}
    </div>
  );
}

function Named({ id }: { id: string }) {
  // Where it could not be had, the room below says so.
  const attached = resultOf(loadMessage(id))?.attachments.filter(({ inHtml }) => !inHtml) ?? [];
  return (
    <>
      {attached.slice(0, MOST).map((one) => (
        <AttachmentLink key={one.part} id={id} attachment={one} />
      ))}
      {attached.length > MOST && (
        <Link to={routeTo({ id, tab: "parts" })} className="attachments-more" title="All parts">
          {`+${formatCount(attached.length - MOST)} more`}
        </Link>
      )}
    </>
  );
}

function AttachmentLink({ id, attachment }: { id: string; attachment: Attachment }) {
  const { part, filename, type, size } = attachment;
  const name = visible(filename.length > LONGEST ? `${filename.slice(0, LONGEST)}…` : filename);
  return (
    <a
      className="attachment"
      href={client.urlOf("getPart", { id, number: part }).href}
      download={filename}
      aria-label={`Download ${name}, ${formatBytes(size)}`}
      title={`${name}\n${visible(type)}, ${formatAmount(size, "byte")}`}
      data-testid="attachment"
    >
      <span className="attachment-name">{name}</span> <span className="attachment-size">{formatBytes(size)}</span>
    </a>
  );
}
