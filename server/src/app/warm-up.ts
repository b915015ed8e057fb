import { setTimeout } from "node:timers/promises";
import { EMPTY_ENVELOPE } from "../mail/empty-envelope.ts";
import { getLibmime } from "../mail/libmime.ts";
import { detailJob } from "../mail/worker/view-jobs.ts";
import { createMailbox } from "../mailbox/create-mailbox.ts";
import type { IncomingMail } from "../mailbox/mailbox.ts";
import { RingMessage } from "../mailbox/stored-message.ts";
import { createWarmUpMessage } from "./warm-up-message.ts";

/*
 * Reads a built-in message once the ports are open, so that the first list, the first wait and the first search find the
 * code for it loaded and compiled. The message is in a mailbox of its own: no list has it, and no event reports it.
 *
 * It runs in steps with pauses, and ends as soon as mail arrives, because that is then read while the server is idle.
 */

/** Time after the start until it begins, in ms. Those who wait for the ports come first. */
const DELAY_MS = 100;
const PAUSE_MS = 2;
/** How often the message is read. More rounds cost more than they save. */
const ROUNDS = 3;

/**
 * Never rejects: what fails here fails again when it is needed, and is reported then.
 *
 * @param isNeeded whether the server runs and has no mail yet
 */
export async function warmUp(isNeeded: () => boolean): Promise<void> {
  const raw = createWarmUpMessage();
  const incoming: IncomingMail = {
    raw: [raw],
    size: raw.length,
    envelope: EMPTY_ENVELOPE,
    sessionId: null,
    receivedAt: Date.now(),
    findings: [],
  };
  const mailbox = createMailbox({ limits: { messages: 1 } });
  const pause = (ms = PAUSE_MS) => setTimeout(ms, undefined, { ref: false });
  try {
    await pause(DELAY_MS);
    if (isNeeded()) getLibmime();
    await pause();
    const serialize = await detailJob.load();
    for (let round = 0; round < ROUNDS; round++) {
      const message = mailbox.add(incoming);
      if (!(message instanceof RingMessage)) return;
      do {
        await pause();
        if (!isNeeded()) return;
      } while (await message.prepareStep(true));
      await mailbox.rows({ limit: 1 });
      await pause();
      if (isNeeded()) await serialize(message.mail(), { wireFindings: [] }, { isOnMainThread: true });
    }
  } catch {
    // See above.
  } finally {
    mailbox.close();
  }
}
