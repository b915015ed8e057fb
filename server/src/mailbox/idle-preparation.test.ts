import { expect, test, vi } from "vitest";
import { createIncoming } from "../../test/support/incoming.ts";
import { createMailbox } from "./create-mailbox.ts";
import { IdlePreparation, type PrepareStep } from "./idle-preparation.ts";
import { RingMessage } from "./stored-message.ts";

vi.setConfig({ testTimeout: 60_000 });

const until = (isDone: () => boolean) => expect.poll(isDone, { timeout: 50_000, interval: 10 }).toBe(true);

test("messages are prepared when idle, newest first, each completely", async () => {
  const steps: number[] = [];
  const left = new Map(Array.from({ length: 20 }, (_, seq) => [seq, 1 + (seq % 3)]));
  const preparation = new IdlePreparation((seq) => {
    steps.push(seq);
    const count = (left.get(seq) ?? 0) - 1;
    left.set(seq, count);
    return seq % 2 === 0 ? count > 0 : Promise.resolve(count > 0);
  });
  for (const seq of left.keys()) preparation.onMessageAdded(seq);
  expect(steps).toEqual([]);
  await until(() => [...left.values()].every((count) => count === 0));
  expect(steps).toEqual(steps.toSorted((one, other) => other - one));
  preparation.close();
});

test("a step that fails ends the preparation of its message only", async () => {
  const prepared = new Set<number>();
  const preparation = new IdlePreparation((seq) => {
    if (seq % 2 === 0) throw new Error("unreadable");
    prepared.add(seq);
    return false;
  });
  for (let seq = 0; seq < 10; seq++) preparation.onMessageAdded(seq);
  await until(() => prepared.size === 5);
  expect([...prepared]).toEqual([9, 7, 5, 3, 1]);
  preparation.close();
});

test("rows are prepared only for the newest messages", async () => {
  const withRow = new Map<number, boolean>();
  const preparation = new IdlePreparation((seq, row) => {
    withRow.set(seq, row);
    return false;
  });
  for (let seq = 1; seq <= 2_000; seq++) preparation.onMessageAdded(seq);
  await until(() => withRow.size === 2_000);
  expect([...withRow.values()].filter(Boolean)).toHaveLength(500);
  expect(withRow.get(2_000)).toBe(true);
  preparation.close();
});

test("a mailbox prepares rows and search data of new messages by itself", async () => {
  const mailbox = createMailbox({ prepareWhenIdle: true, limits: { messages: 10 } });
  for (let count = 0; count < 20; count++) mailbox.add(createIncoming({ subject: `Mail ${count}` }));
  const messages = mailbox.handles().filter((message) => message instanceof RingMessage);
  expect(messages).toHaveLength(10);
  await until(() => messages.every((message) => message.hasRow()));
  mailbox.close();
});

test("nothing is prepared after the mailbox is closed", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  const prepare = vi.fn<PrepareStep>(() => false);
  const [open, closed] = [new IdlePreparation(prepare), new IdlePreparation(prepare)];
  closed.onMessageAdded(1);
  closed.close();
  closed.onMessageAdded(2);
  open.onMessageAdded(3);
  await vi.waitUntil(() => vi.advanceTimersByTime(20) && prepare.mock.calls.length > 0, { timeout: 50_000 });
  vi.useRealTimers();
  expect(prepare.mock.calls).toEqual([[3, true]]);
});
