import type { IncomingMail, NewMessage } from "./mailbox.ts";
import type { KeptMail, LoadedMail } from "./store.ts";

/** Creates what the store keeps of a new message. */
export function toKeptMail(id: string, seq: number, incoming: IncomingMail): KeptMail {
  return {
    id,
    seq,
    raw: incoming.raw,
    size: incoming.size,
    envelope: incoming.envelope,
    sessionId: incoming.sessionId,
    sessionLines: incoming.sessionLines ?? null,
    receivedAt: incoming.receivedAt,
    findings: incoming.findings,
    source: incoming.source ?? (incoming.envelope.greeting === "LHLO" ? "lmtp" : "smtp"),
    request: incoming.request ?? null,
    heapBytes: incoming.heapBytes ?? null,
    read: false,
    givenTags: incoming.tags ?? [],
    tags: null,
  };
}

/** Converts a kept message back into what the mailbox received. */
export function toIncomingMail(mail: KeptMail): IncomingMail {
  return { ...toNewMessage(mail), raw: mail.raw };
}

/** The same for a message whose source may be in the store only. */
export function toNewMessage(mail: LoadedMail): NewMessage {
  const { sessionLines, heapBytes, request, givenTags, ...rest } = mail;
  return {
    ...rest,
    request: request ?? undefined,
    tags: givenTags,
    ...(sessionLines === null ? {} : { sessionLines }),
    ...(heapBytes === null ? {} : { heapBytes }),
  };
}
