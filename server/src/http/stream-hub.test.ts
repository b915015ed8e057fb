import { expect, test, vi } from "vitest";
import { incoming } from "../../test/support/incoming.ts";
import { createMailbox } from "../mailbox/create-mailbox.ts";
import { StreamHub } from "./stream-hub.ts";

test.each([0, 1, 2, 3, 4])("who joins after %i messages is told each change once", async (count) => {
  // Each message but the first makes room for itself, which is told with the next ones.
  const mailbox = createMailbox({ limits: { messages: 1 } });
  const hub = new StreamHub(mailbox, "1.0.0");
  const join = (since: number) => {
    const told: number[] = [];
    hub.join(
      {
        backlog: 0,
        ping: () => {},
        send: (frame, taken) => {
          told.push(...frame.events.flatMap(({ type, seq }) => (type === "hello" ? [] : [seq])));
          taken();
        },
      },
      since,
      mailbox.instance,
    );
    return told;
  };
  const first = join(0);
  for (let index = 0; index < count; index++) mailbox.add(incoming());
  const second = join(0);
  for (let index = count; index < 5; index++) mailbox.add(incoming());
  await vi.waitFor(() => expect(first.at(-1)).toBe(mailbox.seq));
  await vi.waitFor(() => expect(second.at(-1)).toBe(mailbox.seq));
  const all = Array.from({ length: mailbox.seq }, (_, index) => index + 1);
  expect([first, second]).toEqual([all, all]);
  hub.close();
});
