import type { MessageSummary, StreamEvent } from "@mailglass/shared";
import { expect, onTestFinished, test, vi } from "vitest";
import { type ChangeSubjects, EventBuilder } from "./event-builder.ts";
import { EventDelivery } from "./event-delivery.ts";

/** A log of deletions. The event of each takes 0.4 ms, so that five are delivered at a time. */
function createDelivery() {
  const log = { seq: 0, recordEvictions() {}, releaseSubjects() {} };
  let now = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
  onTestFinished(() => clock.mockRestore());
  const subjects = new Proxy({}, { get: () => () => undefined });
  const builder = new EventBuilder(
    subjects as ConstructorParameters<typeof EventBuilder>[0],
    (seq) => {
      now += 0.2; // it is asked for when the row is read, and when the event is built
      return { type: "removed", ids: [String(seq)], reason: "deleted" };
    },
    (_, error) => {
      throw error;
    },
  );
  const delivery = new EventDelivery(log, builder, (_, error) => {
    throw error;
  });
  return { log, delivery };
}

test("changes that wait when a delivery begins are delivered without a pause, however many slices that takes", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const { log, delivery } = createDelivery();
  const delivered: StreamEvent[] = [];
  delivery.subscribe((events) => delivered.push(...events));
  log.seq = 200;
  delivery.schedule();
  for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate);
  expect(delivered.map(({ seq }) => seq)).toEqual(Array.from({ length: 200 }, (_, at) => at + 1));
});

test("evictions that are recorded when a delivery begins do not start another one", async () => {
  const read = Promise.withResolvers<MessageSummary>();
  const message = { id: "large" } as NonNullable<ReturnType<ChangeSubjects["messageAt"]>>;
  const row = vi.fn<ChangeSubjects["row"]>(() => read.promise);
  const subjects = new Proxy({} as ChangeSubjects, {
    get: (_, name) => ({ messageAt: () => message, row, summary: () => ({ id: "large" }) })[String(name)],
  });
  const log = { seq: 0, recordEvictions: () => delivery.schedule(), releaseSubjects() {} };
  const builder = new EventBuilder(
    subjects,
    () => ({ type: "added", subject: undefined }),
    () => {},
  );
  const delivery = new EventDelivery(log, builder, () => {});
  const delivered: StreamEvent[] = [];
  delivery.subscribe((events) => delivered.push(...events));
  log.seq = 1;
  delivery.schedule();
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  expect(row).toHaveBeenCalledOnce();
  read.resolve({ id: "large" } as MessageSummary);
  await vi.waitFor(() => expect(delivered.map(({ seq }) => seq)).toEqual([1]));
});
