import { setTimeout } from "node:timers/promises";
import type { FaultRule } from "@mailglass/shared";
import type { Mailbox } from "../../mailbox/mailbox.ts";
import type { ErrorFacts, ErrorKind } from "./provider-error.ts";
import type { TranslatedMail } from "./translate.ts";

/** A request to a provider's API, as faults see it. */
export interface FaultTarget {
  readonly provider: string;
  /** IP address of the client. */
  readonly peer: string;
  readonly mails: readonly TranslatedMail[];
}

/** What a fault does to a request, after its delay. */
export type FaultEffect =
  | { readonly type: "none" }
  | { readonly type: "drop" }
  | { readonly type: "error"; readonly error: ErrorFacts; readonly retryAfter: number | undefined };

/** Counts the attempt, waits for the delay of the fault that applies to it, if any, and returns what it does then. */
export async function applyFault(mailbox: Mailbox, target: FaultTarget): Promise<FaultEffect> {
  const { provider, peer, mails } = target;
  const from = mails[0]?.from ?? null;
  const to = mails.flatMap((mail) => mail.to);
  const rule = (await mailbox.faults.check("http", { provider, peer, user: null, from, to }))?.rule;
  if (rule === undefined) return { type: "none" };
  if (rule.delay !== undefined) await setTimeout(rule.delay, undefined, { ref: false });
  if (rule.drop === true) return { type: "drop" };
  return rule.status === undefined ? { type: "none" } : toError(rule.status, rule);
}

function toError(status: number, { retryAfter }: FaultRule): FaultEffect {
  const problems = [{ field: "", message: `A fault of Mailglass fails this request with status ${status}.` }];
  return { type: "error", error: { kind: toErrorKind(status), status, problems, isStatusFixed: true }, retryAfter };
}

function toErrorKind(status: number): ErrorKind {
  const kind = KIND_OF_STATUS.get(status);
  return kind ?? (status >= 500 ? "unavailable" : "invalid");
}

const KIND_OF_STATUS: ReadonlyMap<number, ErrorKind> = new Map([
  [401, "unauthorized"],
  [403, "unauthorized"],
  [404, "not-found"],
  [406, "rejected"],
  [409, "conflict"],
  [413, "too-large"],
  [429, "rate-limited"],
]);
