import { expect, test, vi } from "vitest";
import { createIncoming } from "../../test/support/incoming.ts";
import { createMailbox } from "./create-mailbox.ts";
import { IdlePreparation, type PrepareStep } from "./idle-preparation.ts";
import { RingMessage } from "./stored-message.ts";

vi.setConfig({ testTimeout: 60_000 });

const until = (isDone: () => boolean) => expect.poll(isDone, { timeout: 50_000, interval: 10 }).toBe(true);

test("when idle, the first page is prepared first, then all headers, then more rows and all texts, each newest first", async () => {
  const steps: string[] = [];
  const preparation = new IdlePreparation((seq, part) => {
    steps.push(`${part} ${seq}`);
    return seq % 2 === 0 ? undefined : Promise.resolve();
  });
  for (let seq = 1; seq <= 700; seq++) preparation.onMessageAdded(seq);
  expect(steps).toEqual([]);
  await until(() => steps.length >= 50 + 700 + 500 + 700);
  const listSteps = (part: string, count: number) => Array.from({ length: count }, (_, at) => `${part} ${700 - at}`);
  expect(steps).toEqual([
    ...listSteps("row", 50),
    ...listSteps("header", 700),
    ...listSteps("row", 500),
    ...listSteps("text", 700),
  ]);
  preparation.close();
});

test("a step that fails ends the preparation of its part only", async () => {
  const prepared: number[] = [];
  const preparation = new IdlePreparation((seq, part) => {
    if (seq % 2 === 0) throw new Error("unreadable");
    if (part === "text") prepared.push(seq);
  });
  for (let seq = 0; seq < 10; seq++) preparation.onMessageAdded(seq);
  await until(() => prepared.length === 5);
  expect(prepared).toEqual([9, 7, 5, 3, 1]);
  preparation.close();
});

test("of a flood, the newest messages are prepared", async () => {
  const headers: number[] = [];
  const preparation = new IdlePreparation((seq, part) => {
    if (part === "header") headers.push(seq);
  });
  for (let seq = 1; seq <= 25_000; seq++) preparation.onMessageAdded(seq);
  await until(() => headers.length >= 10_000);
  expect([headers.length, headers[0], headers.at(-1)]).toEqual([10_000, 25_000, 15_001]);
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
  const prepare = vi.fn<PrepareStep>();
  const [open, closed] = [new IdlePreparation(prepare), new IdlePreparation(prepare)];
  closed.onMessageAdded(1);
  closed.close();
  closed.onMessageAdded(2);
  open.onMessageAdded(3);
  await vi.waitUntil(() => vi.advanceTimersByTime(20) && prepare.mock.calls.length > 0, { timeout: 50_000 });
  vi.useRealTimers();
  await until(() => prepare.mock.calls.length >= 4);
  expect(prepare.mock.calls).toEqual([
    [3, "row"],
    [3, "header"],
    [3, "row"],
    [3, "text"],
  ]);
});
