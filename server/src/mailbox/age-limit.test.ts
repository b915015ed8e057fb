import { afterEach, expect, test, vi } from "vitest";
import { createIncoming } from "../../test/support/incoming.ts";
import { createMailbox } from "./create-mailbox.ts";

afterEach(() => void vi.useRealTimers());

test("messages are evicted at their age, also the newest", () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: 0 });
  const mailbox = createMailbox({ limits: { ageMs: 60_000 } });
  mailbox.add(createIncoming({ receivedAt: 0 }));
  vi.advanceTimersByTime(20_000);
  const second = mailbox.add(createIncoming({ receivedAt: 20_000 }));
  vi.advanceTimersByTime(39_999);
  expect(mailbox.counts().messages).toBe(2);
  vi.advanceTimersByTime(1);
  expect(mailbox.handles().map(({ id }) => id)).toEqual([second.id]);
  vi.advanceTimersByTime(20_000);
  expect(mailbox.counts()).toMatchObject({ messages: 0, evicted: 2 });
  mailbox.add(createIncoming({ receivedAt: 80_000 }));
  vi.advanceTimersByTime(60_000);
  expect(mailbox.counts().messages).toBe(0);
});

test("an age of a month or more does not overflow the timer", () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: 0 });
  const mailbox = createMailbox({ limits: { ageMs: 90 * 86_400_000 } });
  mailbox.add(createIncoming({ receivedAt: 0 }));
  vi.advanceTimersByTime(89 * 86_400_000);
  expect(mailbox.counts().messages).toBe(1);
  vi.advanceTimersByTime(86_400_000);
  expect(mailbox.counts().messages).toBe(0);
});
