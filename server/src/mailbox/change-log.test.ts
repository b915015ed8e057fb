import { expect, test, vi } from "vitest";
import { createIncoming } from "../../test/support/incoming.ts";
import { createMailbox } from "./create-mailbox.ts";

test("a listener that throws is dropped and reported, and all others receive every event", async () => {
  const onEventError = vi.fn<(what: string, error: unknown) => void>();
  const mailbox = createMailbox({ onEventError });
  const before: number[] = [];
  const after: number[] = [];
  const error = new RangeError("Invalid string length");
  const failing = vi.fn<() => void>(() => {
    throw error;
  });
  mailbox.subscribe((events) => before.push(...events.map(({ seq }) => seq)));
  mailbox.subscribe(failing);
  mailbox.subscribe((events) => after.push(...events.map(({ seq }) => seq)));
  mailbox.add(createIncoming());
  await vi.waitFor(() => expect(after).toEqual([1]));
  mailbox.add(createIncoming());
  await vi.waitFor(() => expect(after).toEqual([1, 2]));
  expect(before).toEqual([1, 2]);
  expect(failing).toHaveBeenCalledOnce();
  expect(onEventError.mock.calls).toEqual([["A listener of the mailbox failed and was dropped.", error]]);
});

test("a mailbox whose only listener throws continues, and accepts new listeners", async () => {
  const onEventError = vi.fn<(what: string, error: unknown) => void>();
  const mailbox = createMailbox({ onEventError });
  mailbox.subscribe(() => {
    throw new Error("broken");
  });
  mailbox.add(createIncoming());
  await vi.waitFor(() => expect(onEventError).toHaveBeenCalledOnce());
  const received: string[] = [];
  mailbox.subscribe((events) => received.push(...events.map(({ type }) => type)));
  mailbox.add(createIncoming());
  await vi.waitFor(() => expect(received).toEqual(["message.added"]));
});

test("unsubscribing twice, also after a failure, does not affect other listeners", async () => {
  const mailbox = createMailbox({ onEventError: () => {} });
  const stop = mailbox.subscribe(() => {
    throw new Error("broken");
  });
  const received: number[] = [];
  mailbox.subscribe((events) => received.push(...events.map(({ seq }) => seq)));
  mailbox.add(createIncoming());
  await vi.waitFor(() => expect(received).toEqual([1]));
  stop();
  stop();
  mailbox.add(createIncoming());
  await vi.waitFor(() => expect(received).toEqual([1, 2]));
});

test("messages that were evicted before the mailbox is cleared are reported before that", async () => {
  const mailbox = createMailbox({ limits: { messages: 1 } });
  const received: string[] = [];
  mailbox.subscribe((events) => received.push(...events.map(({ type }) => type)));
  mailbox.add(createIncoming());
  mailbox.add(createIncoming());
  mailbox.clear();
  await vi.waitFor(() =>
    expect(received).toEqual(["message.added", "message.added", "message.removed", "mailbox.cleared"]),
  );
});
