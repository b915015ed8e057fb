import type { MessageSummary, Thread, ThreadMessage } from "@mailglass/shared";
import { useEffect, useRef, useState } from "react";
import { loadThread } from "../../data/load-message.ts";
import { getSettledValue } from "../../data/promise-cache.ts";
import { routeTo } from "../../data/router.ts";
import { useIsRead } from "../../data/shown-list.ts";
import { inboxStore } from "../../data/stores.ts";
import { formatAmount, formatExactTime } from "../../model/format.ts";
import { revealHidden } from "../../model/reveal-hidden.ts";
import { RouteLink } from "../../ui/RouteLink.tsx";
import { WhenLoaded } from "../../ui/WhenLoaded.tsx";
import "./thread-bar.css";

/** The message that was last opened from its thread. */
let followedId: string | null = null;

/** The other messages of the thread, and why Gmail would not show them together; nothing if the message stands alone. */
export function ThreadBar({ message: { id, messageId, threadId } }: { message: MessageSummary }) {
  // Loaded again when the message is opened later: another message may have arrived meanwhile.
  const [key] = useState(() => `${id} ${inboxStore.get().rows[0]?.seq ?? 0}`);
  const isReply = threadId !== messageId;
  return (
    <WhenLoaded promises={[loadThread(key)]} fallback={isReply ? <ThreadPlaceholder /> : null}>
      <LoadedThread id={id} cacheKey={key} />
    </WhenLoaded>
  );
}

/** The space of the summary, so that the tabs do not move: for a reply there always is one. */
function ThreadPlaceholder() {
  return (
    <div className="thread" aria-hidden>
      &nbsp;
    </div>
  );
}

function LoadedThread({ id, cacheKey }: { id: string; cacheKey: string }) {
  const details = useRef<HTMLDetailsElement>(null);
  const isFollowed = followedId === id;
  // The link that was chosen is gone, and had the focus.
  useEffect(() => {
    if (isFollowed && document.activeElement === document.body) details.current?.querySelector("summary")?.focus();
  }, [isFollowed]);
  // A message that is gone has no thread.
  const thread = getSettledValue(loadThread(cacheKey));
  if (thread === undefined) return null;
  const { messages, messageCount, problems, sameMessageId } = thread;
  if (messageCount < 2 && problems.length === 0 && sameMessageId.length === 0) return null;
  return (
    <details ref={details} className="thread" open={isFollowed} data-testid="thread">
      <summary>{summarizeThread(thread)}</summary>
      <ul>
        {problems.map(({ code, text, other }) => (
          <li key={code} className="thread-problem" data-testid="thread-problem">
            {revealHidden(text)} {other !== null && <RouteLink to={routeTo({ id: other })}>Open</RouteLink>}
          </li>
        ))}
        {sameMessageId.map((other) => (
          <li key={other} className="thread-problem">
            Another message has the same Message-ID. <RouteLink to={routeTo({ id: other })}>Open</RouteLink>{" "}
            <RouteLink to={routeTo({ id: other, other: id })}>Compare</RouteLink>
          </li>
        ))}
        {messageCount > 1 &&
          messages.map((message) => <ThreadRow key={message.id} message={message} isOpen={message.id === id} />)}
        {messageCount > messages.length && <li>and {formatAmount(messageCount - messages.length, "more message")}</li>}
      </ul>
    </details>
  );
}

function ThreadRow({ message, isOpen }: { message: ThreadMessage; isOpen: boolean }) {
  const { id, from, subject, receivedAt, depth } = message;
  const isRead = useIsRead(id, true);
  return (
    <li
      style={{ paddingLeft: `${Math.min(depth, 8) * 16}px` }}
      data-unread={isRead ? undefined : ""}
      data-testid="thread-message"
    >
      {isOpen ? (
        <strong aria-current="true">{revealHidden(subject) || "(no subject)"}</strong>
      ) : (
        <RouteLink to={routeTo({ id })} onClickCapture={() => (followedId = id)}>
          {revealHidden(subject) || "(no subject)"}
        </RouteLink>
      )}{" "}
      <span className="thread-facts">
        {revealHidden(from)} · {formatExactTime(receivedAt).slice(0, 19)}
        {!isRead && <span className="thread-unread"> · unread</span>}
      </span>
    </li>
  );
}

function summarizeThread({ messageCount, problems, sameMessageId }: Thread): string {
  const codes = new Set(problems.map(({ code }) => code));
  const facts = [
    messageCount > 1 ? `Thread of ${messageCount}` : "",
    codes.has("subject-differs") ? "will not thread in Gmail: subject differs" : "",
    codes.has("references-missing") ? "will not thread in Gmail: References missing" : "",
    codes.has("parent-unknown") ? "answers a message that is not here" : "",
    sameMessageId.length > 0 ? "Message-ID repeated" : "",
  ].filter((fact) => fact !== "");
  const text = facts.join(" · ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
