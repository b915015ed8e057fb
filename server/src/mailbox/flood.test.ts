import type { StreamEvent } from "@mailglass/shared";
import { expect, test } from "vitest";
import { createIncoming } from "../../test/support/incoming.ts";
import { createMailbox } from "./create-mailbox.ts";

test("after a flood with evictions, a resync reports the skipped events before any other event", async () => {
  const mailbox = createMailbox({ limits: { messages: 10 } });
  const events: StreamEvent[] = [];
  const start = mailbox.seq;
  const flooded = Promise.withResolvers<void>();
  const stop = mailbox.subscribe((news) => {
    events.push(...news);
    if (news.some(({ type }) => type === "resync")) flooded.resolve();
  });
  // Evictions are recorded when events are sent, so there is one more skipped event then.
  for (let at = 0; at < 1_500; at++) mailbox.add(createIncoming());
  for (let turn = 0; turn < 20; turn++) {
    await new Promise(setImmediate);
    mailbox.add(createIncoming());
  }
  await flooded.promise;
  stop();
  const gaps = events.filter(({ type, seq }, at) => type !== "resync" && seq !== (events[at - 1]?.seq ?? start) + 1);
  expect(gaps).toEqual([]);
});
