import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createIncoming } from "../../test/support/incoming.ts";
import { createTempFolder } from "../../test/support/run-program.ts";
import { openPersistentMailbox } from "../mailbox/persistent/persistent-mailbox.ts";
import { StoreError } from "../mailbox/store.ts";
import { checkFile } from "./check-file.ts";
import { SqliteStore } from "./sqlite-store.ts";

test("after a crash of its worker thread, the store is opened again with the next commit", async () => {
  const file = join(createTempFolder(), "mail.db");
  const workerEntry = new URL("../../test/support/exiting-store-entry.ts", import.meta.url);
  const failures: (string | undefined)[] = [];
  const store = await SqliteStore.open({
    file,
    maxSessions: 10,
    workerEntry,
    onFailureChange: (failure) => failures.push(failure),
  });
  const mailbox = await openPersistentMailbox(store, {});
  onTestFinished(() => void mailbox.close());
  await mailbox.add(createIncoming());
  await expect(Promise.resolve(mailbox.faults.remove("exit"))).rejects.toThrow(StoreError);
  expect(mailbox.storeStatus?.failure).toContain("its worker thread has ended");
  await mailbox.add(createIncoming());
  expect(mailbox.storeStatus).toMatchObject({ failure: undefined });
  expect(failures).toEqual([expect.stringContaining(file), undefined]);
  expect(checkFile(file)).toMatchObject({ messages: 2, problems: [] });
});
