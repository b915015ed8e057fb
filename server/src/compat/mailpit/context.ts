import type { CompatDeps } from "../compat-api.ts";
import type { Chaos } from "./chaos.ts";
import type { SummaryContext } from "./message-summary.ts";

type MailpitDeps = Pick<
  CompatDeps,
  "mailbox" | "worker" | "writer" | "log" | "version" | "maxMessageBytes" | "release" | "relay" | "checks" | "label"
>;

/** Dependencies of the routes. */
export interface MailpitContext extends MailpitDeps, SummaryContext {
  readonly chaos: Chaos;
}
