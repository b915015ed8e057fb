import { formatSource, isProviderSource, type MessageSummary } from "@mailglass/shared";
import { memo, type ReactNode } from "react";
import { useNow } from "../data/clock.ts";
import { useSettings } from "../data/settings.ts";
import { formatAmount, formatBytes, formatExactTime, formatTime } from "../model/format.ts";
import type { RowWords } from "../model/highlight.ts";
import { HighlightedText } from "../ui/HighlightedText.tsx";
import { Check, CircleAlert, Copy, Paperclip, TriangleAlert } from "../ui/icons.tsx";
import { TagLabel } from "../ui/TagLabel.tsx";
import { formatRecipients, formatSender } from "./row-people.ts";

/** Tags shown in a row; the message has all. */
const MAX_TAGS = 3;

interface MessageRowProps {
  row: MessageSummary;
  index: number;
  count: number;
  /** Distance in pixels from the top of the list. */
  top: number;
  open: boolean;
  cursor: boolean;
  picked: boolean;
  fresh: boolean;
  /** Number of messages in the thread that the row stands for. Duplicates are one message. */
  threadCount: number;
  /** Whether another message of the thread is unread. */
  threadUnread: boolean;
  /** Whether it repeats an older message. */
  duplicate: boolean;
  words: RowWords;
}

/**
 * A message in the list. Thousands are rendered while scrolling, so it has no handlers; the list handles its events.
 */
export const MessageRow = memo(function MessageRow({ row, index, count, top, ...state }: MessageRowProps) {
  const { picked, words, threadCount, threadUnread, duplicate } = state;
  return (
    <div
      id={`row-${row.id}`}
      className="row"
      role="option"
      tabIndex={-1}
      aria-selected={state.picked}
      aria-current={state.open ? "true" : undefined}
      aria-posinset={index + 1}
      aria-setsize={count}
      data-testid="message-row"
      data-id={row.id}
      data-unread={row.read ? undefined : ""}
      data-thread-unread={row.read && state.threadUnread ? "" : undefined}
      data-marks={duplicate || hasBadges(row) ? "" : undefined}
      data-cursor={state.cursor ? "" : undefined}
      data-fresh={state.fresh ? "" : undefined}
      style={{ top }}
    >
      <RowColumns
        row={row}
        picked={picked}
        words={words}
        threadCount={threadCount}
        threadUnread={threadUnread}
        duplicate={duplicate}
      />
    </div>
  );
});

/** The content of a row, memoized separately: new mail changes every row's number, but not its content. */
const RowColumns = memo(function Columns({
  row,
  picked,
  words,
  threadCount,
  threadUnread,
  duplicate,
}: Pick<MessageRowProps, "row" | "picked" | "words" | "threadCount" | "threadUnread" | "duplicate">) {
  return (
    <>
      <span className="row-pick" data-pick="">
        {picked ? <Check size={12} strokeWidth={3} /> : <span className="row-dot" />}
      </span>
      <span className="row-from">
        <HighlightedText text={formatSender(row, words.from)} words={words.from} />
      </span>
      <span className="row-to" title={row.recipients.slice(0, 30).join(", ")}>
        <HighlightedText text={formatRecipients(row, words.to)} words={words.to} />
      </span>
      <span className="row-subject">
        {threadCount > 1 && <ThreadCount count={threadCount} hasUnread={threadUnread} />}
        {isProviderSource(row.source) && <span className="row-source">{formatSource(row.source)}</span>}
        {row.tags.slice(0, MAX_TAGS).map((tag) => (
          <TagLabel key={tag} tag={tag} />
        ))}
        {row.tags.length > MAX_TAGS && <MoreTags tags={row.tags.slice(MAX_TAGS)} />}
        {row.subject === "" ? (
          <span className="row-none">(no subject)</span>
        ) : (
          <span className="row-title">
            <HighlightedText text={row.subject} words={words.subject} />
          </span>
        )}{" "}
        <span className="row-snippet">
          <HighlightedText text={row.snippet} words={words.snippet} />
        </span>
      </span>
      <RowBadges row={row} duplicate={duplicate} />
      <span className="row-size">{formatBytes(row.size)}</span>
      <ReceivedTime at={row.receivedAt} />
    </>
  );
});

/** The number of tags that are not shown. */
function MoreTags({ tags }: { tags: readonly string[] }) {
  return (
    <span
      className="row-more-tags"
      role="img"
      aria-label={formatAmount(tags.length, "more tag")}
      title={tags.join(", ")}
    >
      +{tags.length}
    </span>
  );
}

function ThreadCount({ count, hasUnread }: { count: number; hasUnread: boolean }) {
  const unread = hasUnread ? ", older ones unread" : "";
  return (
    <span
      className="row-thread"
      role="img"
      aria-label={`Thread of ${count} messages${unread}`}
      title={`The newest of ${count} messages in this thread${unread}`}
      data-unread={hasUnread ? "" : undefined}
      data-testid="thread-count"
    >
      {count}
    </span>
  );
}

function hasBadges({ attachmentCount, findingCounts: { error, warning } }: MessageSummary): boolean {
  return attachmentCount + error + warning > 0;
}

function RowBadges({ row: { attachmentCount, findingCounts }, duplicate }: Pick<MessageRowProps, "row" | "duplicate">) {
  const { error, warning } = findingCounts;
  return (
    <span className="row-marks">
      {duplicate && (
        <RowBadge label="Duplicate: an older message has the same Message-ID">
          <Copy size={12} />
        </RowBadge>
      )}
      {attachmentCount > 0 && (
        <RowBadge label={`${attachmentCount} attached`}>
          <Paperclip size={12} />
        </RowBadge>
      )}
      {error > 0 && (
        <RowBadge label={`Errors found: ${error}`} kind="error">
          <CircleAlert size={12} />
          {error}
        </RowBadge>
      )}
      {warning > 0 && (
        <RowBadge label={`Warnings found: ${warning}`} kind="warning">
          <TriangleAlert size={12} />
          {warning}
        </RowBadge>
      )}
    </span>
  );
}

function RowBadge({ label, kind, children }: { label: string; kind?: "error" | "warning"; children: ReactNode }) {
  return (
    <span role="img" aria-label={label} title={label} data-kind={kind}>
      {children}
    </span>
  );
}

function ReceivedTime({ at }: { at: string }) {
  const now = useNow();
  const format = useSettings((settings) => settings.time);
  return (
    <time className="row-time" dateTime={at} title={formatExactTime(at)}>
      {formatTime(Date.parse(at), now, format)}
    </time>
  );
}
