import type { FaultRule, FaultStage } from "@mailglass/shared";

export type FaultEnd = "reply" | "reject" | "drop" | "pass";

/** A rule as it is typed into the form. */
export interface FaultDraft {
  readonly on: FaultStage;
  readonly to: string;
  /** `<>` for the empty reverse-path; empty for any. */
  readonly from: string;
  readonly user: string;
  readonly peer: string;
  /** On http: the name of the provider. */
  readonly provider: string;
  /** How the attempt ends; `pass` only slows it down. On http, `reject` concerns the recipients that match. */
  readonly end: FaultEnd;
  readonly reply: string;
  /** On http: status of the error, in place of a reply. */
  readonly status: string;
  /** On http: seconds. */
  readonly retryAfter: string;
  /** Milliseconds. */
  readonly delay: string;
  /** Milliseconds. */
  readonly tarpit: string;
  readonly after: string;
  readonly times: string;
  /** From 0 to 1. */
  readonly chance: string;
  readonly seed: string;
}

const NEW_RULE: FaultRule = { on: "rcpt", reply: "451 4.7.1 Greylisted, try again later" };

export function toDraft(rule: FaultRule = NEW_RULE): FaultDraft {
  const { match = {} } = rule;
  return {
    on: rule.on,
    to: match.to ?? "",
    from: match.from === "" ? "<>" : (match.from ?? ""),
    user: match.user ?? "",
    peer: match.peer ?? "",
    provider: match.provider ?? "",
    end: readEnd(rule),
    reply: rule.reply ?? "",
    status: numberText(rule.status),
    retryAfter: numberText(rule.retryAfter),
    delay: numberText(rule.delay),
    tarpit: numberText(rule.tarpit),
    after: numberText(rule.after),
    times: numberText(rule.times),
    chance: numberText(rule.chance),
    seed: numberText(rule.seed),
  };
}

function readEnd({ drop, reject, reply, status }: FaultRule): FaultEnd {
  if (drop === true) return "drop";
  if (reject === true) return "reject";
  return reply === undefined && status === undefined ? "pass" : "reply";
}

/** Returns the draft for another stage: only on http, recipients can be rejected. */
export function changeStage(draft: FaultDraft, on: FaultStage): FaultDraft {
  return { ...draft, on, end: on !== "http" && draft.end === "reject" ? "reply" : draft.end };
}

/** Returns the rule that is sent to the server, which checks it. What the form hides at this stage is left out. */
export function toRule(draft: FaultDraft): FaultRule {
  const isHttp = draft.on === "http";
  const match = {
    ...optional("to", draft.to, String),
    ...optional("from", draft.from, (text) => (text === "<>" ? "" : text)),
    ...(isHttp ? optional("provider", draft.provider, String) : optional("user", draft.user, String)),
    ...optional("peer", draft.peer, String),
  };
  return {
    on: draft.on,
    ...(Object.keys(match).length > 0 && { match }),
    ...(draft.end === "reply" && (isHttp ? toHttpError(draft) : { reply: draft.reply.trim() })),
    ...(draft.end === "reject" && { reject: true }),
    ...(draft.end === "drop" && { drop: true }),
    ...optional("delay", draft.delay, Number),
    ...(!isHttp && optional("tarpit", draft.tarpit, Number)),
    ...optional("after", draft.after, Number),
    ...optional("times", draft.times, Number),
    ...optional("chance", draft.chance, Number),
    ...optional("seed", draft.seed, Number),
  };
}

/** The status is always sent, so that the server refuses an empty one. */
function toHttpError({ status, retryAfter }: FaultDraft): Pick<FaultRule, "status" | "retryAfter"> {
  return { status: Number(status), ...optional("retryAfter", retryAfter, Number) };
}

/** Returns the member, unless its field was left empty. */
function optional<Name extends string, Value>(
  name: Name,
  text: string,
  convert: (text: string) => Value,
): { readonly [N in Name]?: Value } {
  const trimmed = text.trim();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a computed name is typed as any string
  return (trimmed === "" ? {} : { [name]: convert(trimmed) }) as { readonly [N in Name]?: Value };
}

const numberText = (value: number | undefined): string => (value === undefined ? "" : String(value));
