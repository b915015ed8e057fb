import type { Address, Message } from "@mailglass/shared";
import * as Type from "typebox";
import { runCheaply } from "../../mail/worker/run-cheaply.ts";
import { detailJob } from "../../mail/worker/view-jobs.ts";
import type { StoredMessage } from "../../mailbox/mailbox.ts";
import { STRICT } from "../body-schemas.ts";
import { answer } from "./answer.ts";
import type { ProviderReply, ReadCall, ReadRoute } from "./provider.ts";
import { createRefusal, invalid } from "./provider-error.ts";
import { parseSchedule } from "./resend-schedule.ts";
import type { SentMail } from "./sent-log.ts";

/* Resend's routes for emails that were sent: https://resend.com/docs/api-reference/emails/retrieve-email */

/** Emails of a list, unless `limit` says otherwise, and at most. */
const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

const Schedule = Type.Object({ scheduled_at: Type.Optional(Type.String()) }, STRICT);
/** Libraries send an empty object, which PHP writes as a list. Not a union, of which the errors of all members would be collected. */
const Nothing = Type.Unsafe<unknown>({ type: ["object", "array"], ...STRICT, maxItems: 0 });

export const RESEND_READ_ROUTES: readonly ReadRoute[] = [
  { method: "GET", path: "/emails", run: listEmails },
  { method: "GET", path: "/emails/:id", run: async (call) => answer(await describe(call, findSent(call), true)) },
  { method: "PATCH", path: "/emails/:id", content: Schedule, run: reschedule },
  { method: "POST", path: "/emails/:id/cancel", content: Nothing, contentOptional: true, run: cancel },
];

async function listEmails(call: ReadCall): Promise<ProviderReply> {
  const { sent, query, mailbox } = call;
  const limit = query["limit"] === undefined ? DEFAULT_LIMIT : Number(query["limit"]);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    throw invalid("limit", `The \`limit\` must be a whole number from 1 to ${MAX_LIMIT}.`);
  const all = sent.list().filter(({ messageId }) => mailbox.handle(messageId) !== undefined);
  const { after, before } = query;
  if (after !== undefined && before !== undefined) throw invalid("after", "Use `after` or `before`, not both.");
  const at = (id: string) => {
    const index = all.findIndex((one) => one.id === id);
    if (index === -1) throw notFound();
    return index;
  };
  const end = before === undefined ? all.length : at(before);
  const start = after === undefined ? Math.max(0, before === undefined ? 0 : end - limit) : at(after) + 1;
  const page = all.slice(start, Math.min(end, start + limit));
  const data: unknown[] = [];
  for (const one of page) data.push(await describe(call, one, false));
  const hasMore = before === undefined ? start + page.length < all.length : start > 0;
  return answer({ object: "list", has_more: hasMore, data });
}

async function reschedule(call: ReadCall): Promise<ProviderReply> {
  const email = findScheduled(call);
  const { scheduled_at: text } = Object(call.body) as { scheduled_at?: unknown };
  if (typeof text !== "string") throw invalid("scheduled_at", "Missing `scheduled_at` field.");
  const scheduledAt = parseSchedule(text, call.now);
  if (scheduledAt === undefined) throw invalid("scheduled_at", "The `scheduled_at` must be a date in ISO 8601 format.");
  if (scheduledAt.getTime() <= call.now) throw invalid("scheduled_at", "The `scheduled_at` must be in the future.");
  email.scheduledAt = scheduledAt;
  return answer({ object: "email", id: email.id });
}

async function cancel(call: ReadCall): Promise<ProviderReply> {
  const email = findScheduled(call);
  email.isCanceled = true;
  return answer({ object: "email", id: email.id });
}

function findSent({ sent, params, mailbox }: ReadCall): SentMail {
  const email = sent.find(params["id"] ?? "");
  if (email === undefined || mailbox.handle(email.messageId) === undefined) throw notFound();
  return email;
}

function findScheduled(call: ReadCall): SentMail {
  const email = findSent(call);
  const event = lastEvent(email, call.now);
  if (event !== "scheduled") throw invalid("id", `Only a scheduled email can be changed; this one is ${event}.`);
  return email;
}

const lastEvent = ({ scheduledAt, isCanceled }: SentMail, now: number): "canceled" | "delivered" | "scheduled" => {
  if (isCanceled) return "canceled";
  return scheduledAt !== undefined && scheduledAt.getTime() > now ? "scheduled" : "delivered";
};

const notFound = () => createRefusal("not-found", "Email not found", "id");

/** Describes an email as Resend does. A list has no texts. */
async function describe(call: ReadCall, email: SentMail, isWhole: boolean): Promise<Record<string, unknown>> {
  const message = await call.mailbox.get(email.messageId);
  if (message === undefined) throw notFound();
  const detail = await readDetail(call, message);
  const { from, subject } = await call.mailbox.row(message);
  const named = new Set([...detail.to, ...detail.cc].map(({ address }) => address.toLowerCase()));
  const bcc = message.envelope.to.flatMap(({ address }) => (named.has(address.toLowerCase()) ? [] : [address]));
  return {
    ...(isWhole && { object: "email" }),
    id: email.id,
    to: detail.to.map(formatAddress),
    from: from === null ? "" : formatAddress(from),
    created_at: new Date(email.sentAt).toISOString(),
    subject,
    ...(isWhole && { html: withoutLastLineEnd(detail.html), text: withoutLastLineEnd(detail.text) }),
    bcc,
    cc: detail.cc.map(formatAddress),
    reply_to: detail.replyTo.map(formatAddress),
    last_event: lastEvent(email, call.now),
    scheduled_at: email.scheduledAt?.toISOString() ?? null,
  };
}

const formatAddress = ({ name, address }: Address): string => (name === "" ? address : `${name} <${address}>`);

/** A message that is not a multipart ends with a line end that was not in the request. */
const withoutLastLineEnd = (text: string | null): string | null => text?.replace(/\r?\n$/, "") ?? null;

const DETAIL_FIELDS = ["to", "cc", "replyTo", "html", "text"] as const;
type Detail = Pick<Message, (typeof DETAIL_FIELDS)[number]>;

/** Reads what only the whole message has. */
async function readDetail({ worker }: ReadCall, message: StoredMessage): Promise<Detail> {
  const chunks = await runCheaply(worker, detailJob, message, { wireFindings: [], fields: DETAIL_FIELDS });
  return JSON.parse(Buffer.concat(chunks).toString()) as Detail;
}
