import type { Session } from "@mailglass/shared";
import type { AddressedInbox, Inbox, Mailglass } from "@mailglass/shared/client";
import { test as base, expect as baseExpect, type TestInfo } from "@playwright/test";
import { findingMatchers } from "./finding-matchers.ts";
import { startMailglass } from "./start-mailglass.ts";

interface TestFixtures {
  /** An inbox with an address for this test only; pass `mail.address` to the program under test. */
  readonly mail: AddressedInbox;
}

interface WorkerFixtures {
  /** One catcher per worker; `env` has the variables that make the program under test send to it. */
  readonly mailglass: Mailglass;
}

/**
 * Playwright's `test` with `mail` for each test, and `mailglass` for each worker. If a test fails, its mail is
 * attached.
 */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  mailglass: [
    // Playwright reads the names of the required fixtures from the pattern of the first parameter.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      await using mailglass = await startMailglass();
      await use(mailglass);
    },
    { scope: "worker" },
  ],

  mail: async ({ mailglass }, use, info) => {
    const began = Date.now();
    const inbox = mailglass.inbox({ to: mailglass.address() });
    await use(inbox);
    if (info.status !== info.expectedStatus) await attachMailAndSessions(info, mailglass, inbox, began);
  },
});

/** Playwright's `expect` with `toHaveNoFindings` and `toBeDeliverable` for messages. */
export const expect = baseExpect.extend(findingMatchers);

const MAX_FAILED_SESSIONS = 20;

/** Attaches messages as .eml with their sessions' transcripts, and the sessions that failed since the test began. */
async function attachMailAndSessions(
  info: TestInfo,
  mailglass: Mailglass,
  inbox: Inbox,
  startedAt: number,
): Promise<void> {
  for (const message of await inbox.messages()) {
    const raw = await message.raw();
    await info.attach(`message-${message.id}.eml`, { body: Buffer.from(raw), contentType: "message/rfc822" });
    if (message.sessionId !== null) await attachSession(info, await message.session(), "session");
  }
  const { items } = await mailglass.client.listSessions({ query: { failed: true, limit: MAX_FAILED_SESSIONS } });
  for (const { id, openedAt } of items) {
    if (Date.parse(openedAt) < startedAt) continue;
    await attachSession(info, await mailglass.client.getSession({ params: { id } }), "failed-session");
  }
}

async function attachSession(info: TestInfo, { id, transcript }: Session, name: string): Promise<void> {
  const body = transcript
    .map(({ at, kind, text }) => `${String(Math.round(at)).padStart(6)} ms  ${kind.padEnd(6)}  ${text}`)
    .join("\n");
  await info.attach(`${name}-${id}.txt`, { body, contentType: "text/plain" });
}
