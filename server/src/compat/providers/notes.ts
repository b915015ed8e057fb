import type { MessageParts, SubmissionNote } from "./submission.ts";

/** What the page shows for members that concern the delivery alone. */
export const DELIVERY_SETTINGS = "Delivery settings; they do not appear in the message";

/** Returns a note if a condition holds. */
export function noteIf(condition: boolean, code: SubmissionNote["code"], detail: string): SubmissionNote[] {
  return condition ? [{ code, detail }] : [];
}

/** Returns a note if a message has more recipients than its provider allows. */
export function noteRecipients(
  { to = [], cc = [], bcc = [] }: Pick<MessageParts, "to" | "cc" | "bcc">,
  limit: number,
  label: string,
): SubmissionNote[] {
  const count = to.length + cc.length + bcc.length;
  return noteIf(count > limit, "provider-too-many-recipients", `${count}; ${label} allows ${limit}`);
}
