import { isProviderSource, type MessageSummary } from "@mailglass/shared";
import { closePane } from "../../data/message-actions.ts";
import { formatArrival, formatBytes, formatExactTime } from "../../model/format.ts";
import { revealHidden } from "../../model/reveal-hidden.ts";
import { IconButton } from "../../ui/Button.tsx";
import { ArrowLeft } from "../../ui/icons.tsx";
import { ReasonLink } from "../ReasonLink.tsx";
import { MessageActions } from "./MessageActions.tsx";
import { MessagePeople } from "./MessagePeople.tsx";
import { MessageTags } from "./MessageTags.tsx";
import { PrintedFacts } from "./PrintedFacts.tsx";
import { ProviderLink } from "./ProviderLink.tsx";
import "./message-header.css";

/** Subject, people, tags, and actions for the message. */
export function MessageHeader({ message }: { message: MessageSummary }) {
  const { id, size, receivedAt, subject, source } = message;
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
      <div className="message-facts">
        <MessagePeople message={message} />
        {isProviderSource(source) && <ProviderLink id={id} source={source} />}
        <MessageTags key={id} message={message} />
        <span className="message-when">
          <time dateTime={receivedAt} title={formatExactTime(receivedAt)}>
            {formatArrival(receivedAt)} ·{" "}
          </time>
          {formatBytes(size)}
        </span>
      </div>
      <PrintedFacts message={message} />
    </header>
  );
}
