import type { Finding, FindingGroup } from "@mailglass/shared";
import { MESSAGE_GROUPS } from "../mail/findings/message-groups.ts";
import type { MailWorker } from "../mail/worker/mail-worker.ts";
import { refusalJob } from "../mail/worker/refusal-job.ts";
import { runCheaply } from "../mail/worker/run-cheaply.ts";
import { createTransientSource } from "../mail/worker/transient-source.ts";
import type { IncomingMessage } from "../smtp/smtp.ts";

/** Returns the reply that refuses a message, and adds the reason to its session; undefined if it is accepted. */
export type MessageCheck = (message: IncomingMessage) => Promise<string | undefined>;

/** Creates the check of whole messages in strict mode; undefined if no group of `strict` needs the message. */
export function createMessageCheck(strict: readonly FindingGroup[], worker: MailWorker): MessageCheck | undefined {
  const groups = strict.filter((group) => MESSAGE_GROUPS.includes(group));
  if (groups.length === 0) return undefined;
  return async ({ raw, size, envelope, receivedAt, session }) => {
    const source = createTransientSource(raw, size, { envelope, deliveredAt: receivedAt });
    const finding = await runCheaply(worker, refusalJob, source, { groups });
    if (finding === null) return undefined;
    session.addFindingOfHook(finding);
    return formatRefusal(finding);
  };
}

/** Characters of the finding in the reply. A reply line has at most 512 bytes (RFC 5321 §4.5.3.1.5). */
const MAX_TEXT_LENGTH = 300;

function formatRefusal({ code, group, rfc, text }: Finding): string {
  // A reply is ASCII, and must not contain line ends of the message.
  const shown = `${text.replace(/\.$/, "")} (${code}, ${rfc})`.replaceAll("§", "section ").replace(/[^ -~]/g, "?");
  return `554 5.6.0 Refused by --strict=${group}: ${shown.slice(0, MAX_TEXT_LENGTH)}`;
}
