import { listRecipients } from "./compose-message.ts";
import type { RequestProblem } from "./provider-error.ts";
import type { Submission } from "./submission.ts";

/** Whether nobody is left to send a message to. */
export function isWhollyRejected({ message }: Pick<Submission, "message">, addresses: readonly string[]): boolean {
  return listRecipients(message).every((address) => addresses.includes(address));
}

/** Describes rejected recipients. */
export function toRejection(addresses: readonly string[]): RequestProblem {
  return { field: "to", message: `A fault of Mailglass rejects the recipient ${addresses.join(", ")}.` };
}
