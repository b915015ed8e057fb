import { countTags } from "../mailbox/count-names.ts";
import type { Mailbox } from "../mailbox/mailbox.ts";
import type { Metric } from "./format-metrics.ts";

/** Maximum number of tags with a metric of their own. */
const MAX_TAGS = 1_000;

/** The metrics of Mailpit, for dashboards that were made for it. */
export async function collectMailpitMetrics(mailbox: Mailbox, startedAt: string): Promise<readonly Metric[]> {
  const { messages, bytes, unread, received } = mailbox.counts();
  const { receivedBytes, removed } = mailbox.totals();
  const sessions = mailbox.sessions.list({ limit: Number.MAX_SAFE_INTEGER }).items;
  const refusals = sessions.reduce((sum, session) => sum + session.summary().refusals, 0);
  const tags = (await (await countTags(mailbox)).list(MAX_TAGS)).items;
  const uptime = Math.floor((Date.now() - Date.parse(startedAt)) / 1000);
  return [
    ["mailpit_database_size_bytes", "gauge", "Bytes of the stored messages", bytes],
    ["mailpit_memory_usage_bytes", "gauge", "Resident memory", process.memoryUsage.rss()],
    ["mailpit_messages", "gauge", "Messages stored", messages],
    ["mailpit_messages_deleted_total", "counter", "Messages deleted or evicted", removed],
    ["mailpit_messages_unread", "gauge", "Unread messages stored", unread],
    ["mailpit_smtp_accepted_size_bytes_total", "counter", "Bytes of the messages received", receivedBytes],
    ["mailpit_smtp_accepted_total", "counter", "Messages received", received],
    ["mailpit_smtp_ignored_total", "counter", "Always 0, because duplicates are kept", 0],
    ["mailpit_smtp_rejected_total", "counter", "Commands refused in the sessions that are kept", refusals],
    ...tags.map(
      ({ name, messages: count }): Metric => ["mailpit_tag_messages", "gauge", "Messages by tag", count, { tag: name }],
    ),
    ["mailpit_uptime_seconds", "gauge", "Time since the start", uptime],
  ];
}
