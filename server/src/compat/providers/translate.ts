import type { Finding, ProviderField, ProviderRequest } from "@mailglass/shared";
import { UnreadableRequestError } from "../../request/unreadable-request.ts";
import { applyTemplates } from "./apply-template.ts";
import { composeMessage } from "./compose-message.ts";
import { hashCredential } from "./hash-credential.ts";
import { listFindings } from "./list-findings.ts";
import { maskHeaders } from "./mask-headers.ts";
import { parseBody } from "./parse-body.ts";
import type { Provider, ProviderCall, ProviderReply, Rejections, Translation } from "./provider.ts";
import { createRefusal, type ErrorFacts, ProviderError, requireValid } from "./provider-error.ts";
import { findProvider } from "./providers.ts";
import { toRejection } from "./rejection.ts";
import { RequestFields } from "./request-fields.ts";
import type { SentBulk } from "./sent-log.ts";
import type { Submission, TemplateContent } from "./submission.ts";
import type { TimeBudget } from "./time-budget.ts";

/** What a translation needs of a request besides its body. */
export interface TranslateParams {
  readonly provider: string;
  /** The path of the route, in Fastify's notation. */
  readonly route: string;
  /** The path as requested, without the query. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The credentials that are accepted; any if empty. */
  readonly keys: readonly string[];
  /** Maximum bytes of one message. */
  readonly maxMessageBytes: number;
  /** The recipients that the provider is to reject, for each message; undefined if there are none. */
  readonly rejections?: Rejections | undefined;
  /** The templates that the request names, by id; null for those that are not known. Undefined until they were looked up. */
  readonly templates?: Readonly<Record<string, TemplateContent | null>>;
}

/** A message to be stored. */
export interface TranslatedMail {
  readonly raw: Uint8Array;
  readonly from: string;
  readonly to: readonly string[];
  readonly tags: readonly string[];
  readonly findings: readonly Finding[];
  readonly request: ProviderRequest;
}

/** A request that is carried out. */
export interface AcceptedRequest {
  readonly type: "accepted";
  readonly mails: readonly TranslatedMail[];
  readonly reply: ProviderReply;
  /** Identifies the sender among the users of the provider. */
  readonly credentialHash: string;
  readonly idempotencyKey: string | undefined;
  readonly bulk: SentBulk | undefined;
}

/** The outcome of a translation, which can leave a worker thread. */
export type TranslationOutcome =
  | AcceptedRequest
  | { readonly type: "refused"; readonly error: ErrorFacts }
  /** The request names templates: translate it again with them, in the worker. */
  | { readonly type: "needs-templates"; readonly ids: readonly string[] };

/** Maximum bytes of all messages of one request. A message to 1,000 recipients with a large attachment becomes 1,000 sources. */
const MAX_TOTAL_BYTES = 256 * 1024 * 1024;

/** Translates a request into messages and the reply of the provider. Never throws because of what the request contains. */
export async function translateRequest(body: Buffer, params: TranslateParams): Promise<TranslationOutcome> {
  try {
    return await translate(body, params);
  } catch (error) {
    if (error instanceof ProviderError) {
      const { kind, status, problems, code } = error;
      return { type: "refused", error: { kind, status, problems, code } };
    }
    if (!(error instanceof UnreadableRequestError)) throw error;
    const { message, statusCode } = error;
    const kind = statusCode === 413 ? "too-large" : "unreadable";
    return { type: "refused", error: { kind, status: statusCode, problems: [{ field: "", message }] } };
  }
}

async function translate(body: Buffer, given: TranslateParams): Promise<TranslationOutcome> {
  const { provider, route } = findRoute(given);
  const fields = new RequestFields(await parseBody(body, route.body, given.headers["content-type"] ?? ""));
  const call: ProviderCall = { fields, params: given.params, headers: given.headers, now: given.now };
  const credential = checkCredential(provider, call, given.keys);
  const { submissions, ...replies } = route.translate(call);
  requireValid(fields);
  const ids = new Set(submissions.flatMap(({ template }) => template?.id ?? []));
  if (ids.size > 0 && given.templates === undefined) return { type: "needs-templates", ids: [...ids] };
  const reply = given.rejections === undefined ? replies.reply : rejectedReply(replies, given.rejections);
  return {
    type: "accepted",
    mails: await composeAll(submissions, { provider, call, given, reply }),
    reply,
    credentialHash: hashCredential(credential),
    idempotencyKey: replies.idempotencyKey,
    bulk: replies.bulk,
  };
}

/** @throws {ProviderError} if the provider refuses the whole request because of one recipient */
function rejectedReply({ replyRejected }: Omit<Translation, "submissions">, rejections: Rejections): ProviderReply {
  if (replyRejected === undefined) throw new ProviderError("rejected", [toRejection(rejections.flat())]);
  return replyRejected(rejections);
}

function findRoute({ provider: name, route: path }: TranslateParams) {
  const provider = findProvider(name);
  const route = provider.routes.find((route) => route.path === path);
  if (route === undefined) throw new Error(`${name} has no route ${path}`);
  return { provider, route };
}

/** @throws {ProviderError} if there is no credential, or another than `--provider-key` names */
export function checkCredential(provider: Provider, call: ProviderCall, keys: readonly string[]): string {
  const credential = provider.readCredential(call) ?? "";
  if (credential !== "" && (keys.length === 0 || keys.includes(credential))) return credential;
  const message =
    credential === ""
      ? `The API key is missing. Any key is accepted, but ${provider.label} requires one.`
      : "The API key is not one of those given with --provider-key.";
  throw createRefusal("unauthorized", message);
}

interface ComposeContext {
  readonly provider: Provider;
  readonly call: ProviderCall;
  readonly given: TranslateParams;
  readonly reply: ProviderReply;
}

/** Milliseconds in which all templates of one request must be rendered. */
const MAX_RENDERING_MS = 5_000;

async function composeAll(submissions: readonly Submission[], context: ComposeContext): Promise<TranslatedMail[]> {
  const { given } = context;
  const all = context.call.fields.list();
  const fieldsOf = groupFields(all, submissions);
  /** Messages without fields of their own share one list. */
  const keptOfAll = all.slice(0, MAX_FIELDS);
  const budget: TimeBudget = { leftMs: MAX_RENDERING_MS };
  const replyText = typeof context.reply.body === "string" ? context.reply.body : JSON.stringify(context.reply.body);
  const mails: TranslatedMail[] = [];
  let total = 0;
  const language = context.provider.templateLanguage;
  const templated = applyTemplates(submissions, { language, known: given.templates, budget });
  for (const [index, submission] of submissions.entries()) {
    const { message, ...rendering } = nextOf(templated);
    const composed = await composeMessage(message);
    total += composed.raw.length;
    if (composed.raw.length > given.maxMessageBytes || total > MAX_TOTAL_BYTES) {
      const limit = Math.min(given.maxMessageBytes, MAX_TOTAL_BYTES);
      const message = `The request makes ${total} bytes of mail; at most ${limit} are accepted here.`;
      throw createRefusal("too-large", message);
    }
    const rejected = given.rejections?.[index] ?? [];
    const to = composed.to.filter((address) => !rejected.includes(address));
    if (rejected.length > 0 && to.length === 0) continue;
    const fields = fieldsOf(submission);
    const kept = fields === all ? keptOfAll : fields.slice(0, MAX_FIELDS);
    mails.push({
      ...composed,
      to,
      // A buffer of the pool cannot leave the thread.
      raw: new Uint8Array(composed.raw),
      tags: submission.tags ?? [],
      findings: listFindings(submission, { ...composed, ...rendering, fields, provider: context.provider }),
      request: describeRequest(submission, { fields, kept, isRendered: rendering.isRendered, replyText }, context),
    });
  }
  return mails;
}

function nextOf<Item>(items: Iterator<Item, undefined>): Item {
  const { value } = items.next();
  if (value === undefined) throw new Error("Each submission has a message");
  return value;
}

/** Returns a function that returns the fields of a submission: its own, and those that concern all. */
function groupFields(fields: readonly ProviderField[], submissions: readonly Submission[]) {
  const scopes = new Set(submissions.flatMap(({ scope }) => scope ?? []));
  const lists = new Set(Array.from(scopes, (scope) => scope.slice(0, scope.lastIndexOf("[") + 1)));
  const common: ProviderField[] = [];
  const scoped = new Map<string, ProviderField[]>();
  for (const field of fields) {
    const list = [...lists].find((list) => field.name.startsWith(list));
    if (list === undefined) common.push(field);
    else {
      const scope = field.name.slice(0, field.name.indexOf("]", list.length) + 1);
      const own = scoped.get(scope);
      if (own === undefined) scoped.set(scope, [field]);
      else own.push(field);
    }
  }
  return ({ scope }: Submission): readonly ProviderField[] =>
    scope === undefined ? fields : [...(scoped.get(scope) ?? []), ...common];
}

/** Maximum fields that are kept with a message. */
const MAX_FIELDS = 500;

/** Maximum characters of the kept reply. */
const MAX_REPLY_LENGTH = 2_000;

/** Maximum characters of the kept variables of a template. */
const MAX_VARIABLES_LENGTH = 10_000;

function describeRequest(
  { id, scheduledAt, template }: Submission,
  {
    fields,
    kept,
    isRendered,
    replyText,
  }: {
    readonly fields: readonly ProviderField[];
    readonly kept: ProviderField[];
    readonly isRendered: boolean;
    readonly replyText: string;
  },
  { provider, call, given, reply }: ComposeContext,
): ProviderRequest {
  return {
    provider: provider.name,
    label: provider.label,
    method: "POST",
    path: given.path,
    headers: maskHeaders(call.headers),
    fields: kept,
    fieldCount: fields.length,
    messageId: id,
    scheduledAt: scheduledAt?.toISOString() ?? null,
    template:
      template === undefined
        ? null
        : {
            id: template.id.slice(0, 1_000),
            rendered: isRendered,
            variables: JSON.stringify(template.variables).slice(0, MAX_VARIABLES_LENGTH),
          },
    reply: { status: reply.status, body: replyText.slice(0, MAX_REPLY_LENGTH) },
  };
}
