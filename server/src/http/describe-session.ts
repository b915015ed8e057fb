import type { Session } from "@mailglass/shared";
import { readSessionTraits } from "../mail/findings/clients/client-traits.ts";
import { addFixSnippets } from "../mail/findings/clients/fix-snippet.ts";
import type { SessionSource } from "../mailbox/session-log.ts";

/** Returns a session as the API shows it: its findings have code for the library that sent it, if that is recognised. */
export function describeSession(session: SessionSource): Session {
  const details = session.details();
  return { ...details, findings: addFixSnippets(details.findings, readSessionTraits(details)) };
}
