import { expect, onTestFinished, test } from "vitest";
import { createIncoming } from "../../../test/support/incoming.ts";
import { toKeptMail } from "../kept-mail.ts";
import type { KeptMail } from "../store.ts";
import { openSharedMailbox } from "./shared-mailbox.ts";
import type { Follower, SharedState, SharedStore } from "./shared-store.ts";

const INSTANCE = "INSTANCE0000";

const mails: readonly KeptMail[] = [1, 2, 3].map((seq) =>
  toKeptMail(`${INSTANCE}0000000${seq}`, seq, createIncoming({ subject: `Mail ${seq}` })),
);

const STATE: SharedState = { instance: INSTANCE, seq: 3, listed: [1, 2, 3], undos: [], faults: [], sessions: [] };

/** Ends with an error after the first message. */
async function* readUntilLost() {
  yield mails.slice(0, 1);
  throw new Error("connection lost");
}

async function* readAll() {
  yield mails;
}

function createStore(follow: (follower: Follower) => Promise<void>): SharedStore {
  return {
    status: { kind: "redis", location: "test", failure: undefined, commits: 0, failures: 0 },
    follow,
    commit: () => Promise.reject(new Error("not used")),
    close: async () => {},
  };
}

test("a load that fails is not taken for a complete one, and the next begins again", async () => {
  const store = createStore(async (follower) => {
    await expect(follower.load(STATE, readUntilLost)).rejects.toThrow("connection lost");
    expect(follower.isLoaded).toBe(false);
    await follower.load(STATE, readAll);
    expect([follower.isLoaded, follower.seq]).toEqual([true, 3]);
  });
  const mailbox = await openSharedMailbox(store, {});
  onTestFinished(() => void mailbox.close());
  expect(mailbox.handles().map(({ seq }) => seq)).toEqual([3, 2, 1]);
  expect(mailbox.counts()).toMatchObject({ messages: 3, unread: 3 });
});
