import type { Query } from "@mailglass/shared";
import { TimeSlice } from "../base/time-slice.ts";
import { FrequencyTable } from "./frequency-table.ts";
import type { Mailbox, MessageHandle } from "./mailbox.ts";

/** Counts the tags of all messages, or of those that match, in slices. */
export const countTags = (mailbox: Mailbox, query?: Query): Promise<FrequencyTable> =>
  countNames(mailbox, query, ({ tags }) => tags);

/** Counts the recipients in the envelopes of all messages, or of those that match, in slices. */
export const countRecipients = (mailbox: Mailbox, query?: Query): Promise<FrequencyTable> =>
  countNames(mailbox, query, ({ envelope }) => envelope.to.map(({ address }) => address));

/** Counts the sources of all messages, or of those that match, in slices: how they arrived. */
export const countSources = (mailbox: Mailbox, query?: Query): Promise<FrequencyTable> =>
  countNames(mailbox, query, ({ source }) => [source]);

async function countNames(
  mailbox: Mailbox,
  query: Query | undefined,
  namesOf: (message: MessageHandle) => readonly string[],
): Promise<FrequencyTable> {
  const table = new FrequencyTable();
  const messages = query === undefined ? mailbox.handles() : await mailbox.find(query);
  const slice = new TimeSlice();
  for (const message of messages) {
    if (message.isReadable) table.add(namesOf(message), !message.read);
    if (slice.isOver) await slice.pause();
  }
  return table;
}
