import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import * as Type from "typebox";
import { TimeSlice } from "../../base/time-slice.ts";
import { composeBodyLimit } from "../../mail/compose-source.ts";
import { EMPTY_ENVELOPE } from "../../mail/empty-envelope.ts";
import { createTransientSource } from "../../mail/worker/transient-source.ts";
import { UploadQueue } from "../../mail/worker/upload-queue.ts";
import { createDirectMail } from "../../mailbox/direct-mail.ts";
import { StoreError } from "../../mailbox/store.ts";
import { ACCEPTS_MAIL } from "../../request/accepts-mail.ts";
import { collectBody } from "../../request/collect-body.ts";
import { readUpload } from "../../request/read-request.ts";
import type { CompatDeps } from "../compat-api.ts";
import { applyFault } from "./apply-fault.ts";
import { hashCredential } from "./hash-credential.ts";
import { IdempotencyLog, type KeyedAttempt, type KeyedStart } from "./idempotency-log.ts";
import { MAX_SHORT_FORM_PARTS, parseBody } from "./parse-body.ts";
import type { Provider, ProviderReply, ReadRoute, SendRoute } from "./provider.ts";
import { type ErrorFacts, ProviderError } from "./provider-error.ts";
import { PROVIDERS } from "./providers.ts";
import { readContent } from "./read-content.ts";
import { rejectRecipients } from "./reject-recipients.ts";
import { RequestFields } from "./request-fields.ts";
import { refuseOther, sendReply } from "./send-reply.ts";
import { SentLog } from "./sent-log.ts";
import { toErrorFacts } from "./to-error-facts.ts";
import {
  type AcceptedRequest,
  checkCredential,
  type TranslatedMail,
  type TranslateParams,
  type TranslationOutcome,
} from "./translate.ts";
import { renderJob, translateJob } from "./worker-jobs.ts";

/** Registers the APIs of all providers, each at its native paths and below a prefix with its name. */
export async function registerApi(app: FastifyInstance, deps: CompatDeps): Promise<void> {
  const uploads = new UploadQueue(deps.worker);
  const idempotency = new IdempotencyLog();
  const sent = new SentLog();
  for (const provider of PROVIDERS) {
    const add = async (scope: FastifyInstance) => addProvider(scope, { provider, deps, uploads, idempotency, sent });
    await app.register(add);
    await app.register(add, { prefix: `/${provider.name}` });
  }
}

interface ProviderContext {
  readonly provider: Provider;
  readonly deps: CompatDeps;
  readonly uploads: UploadQueue;
  readonly idempotency: IdempotencyLog;
  readonly sent: SentLog;
}

function addProvider(scope: FastifyInstance, context: ProviderContext): void {
  const { provider, deps } = context;
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("*", collectBody);
  scope.setErrorHandler<FastifyError>((error, request, reply) => {
    const facts = toErrorFacts(error);
    // All other errors are handled as in our own API.
    if (facts === undefined) throw error;
    const route = provider.routes.find(({ path }) => request.routeOptions.url?.endsWith(path));
    const formatted = (route?.formatError ?? provider.formatError)(facts);
    // Some providers have no 503; clients try again after one.
    return sendReply(reply, error instanceof StoreError ? { ...formatted, status: facts.status } : formatted);
  });
  for (const route of provider.routes) {
    scope.route({
      method: "POST",
      url: route.path,
      config: ACCEPTS_MAIL,
      bodyLimit: composeBodyLimit(deps.maxMessageBytes),
      handler: (request, reply) => handleSend(request, reply, route, context),
    });
  }
  /** Whether another API is meant: a native path may be that of several. */
  const isForOther = (request: FastifyRequest) => scope.prefix === "" && readCredential(request, provider) === "";
  // Not with setNotFoundHandler, which compiles routes for 35 methods and so takes 4 ms of the start for each provider.
  const otherPaths = scope.prefix === "" ? provider.otherPaths : ["/*"];
  for (const url of otherPaths ?? []) {
    scope.route({
      method: ["GET", "POST", "PUT", "PATCH", "DELETE"],
      url,
      exposeHeadRoute: false,
      handler: (request, reply) => (isForOther(request) ? reply.callNotFound() : refuseOther(request, reply, provider)),
    });
  }
  for (const route of provider.readRoutes ?? []) {
    scope.route({
      method: route.method,
      url: route.path,
      exposeHeadRoute: false,
      handler: async (request, reply) =>
        route.isShared === true && isForOther(request)
          ? reply.callNotFound()
          : sendReply(reply, await handleRead(request, route, context, () => readContent(request, route))),
    });
  }
}

/** Returns the credential of a request whose header has it; empty if there is none. */
function readCredential({ headers }: FastifyRequest, provider: Provider): string {
  const call = { fields: new RequestFields(undefined), params: {}, headers: toTextRecord(headers), now: 0 };
  return provider.readCredential(call) ?? "";
}

async function handleRead(
  request: FastifyRequest,
  { run }: Pick<ReadRoute, "run">,
  { provider, deps, sent }: ProviderContext,
  readBody: () => Promise<unknown>,
  formatError = provider.formatError,
): Promise<ProviderReply> {
  try {
    const body = await readBody();
    const now = Date.now();
    const params = toTextRecord(Object(request.params));
    const call = { fields: new RequestFields(body), params, headers: toTextRecord(request.headers), now };
    const sender = senderOf(provider, hashCredential(checkCredential(provider, call, deps.providerKeys)));
    return await run({
      mailbox: deps.mailbox,
      templates: deps.templates,
      worker: deps.worker,
      params,
      query: toTextRecord(Object(request.query)),
      url: `${request.protocol}://${request.host}${request.originalUrl}`,
      body,
      now,
      sent: {
        find: (id) => sent.find(sender, id),
        list: () => sent.list(sender),
        findBulk: (id) => sent.findBulk(sender, id),
      },
    });
  } catch (error) {
    if (error instanceof ProviderError) return formatError(error);
    throw error;
  }
}

const senderOf = (provider: Provider, credentialHash: string) => `${provider.name} ${credentialHash}`;

/** A request with any body. Libraries add parameters that concern the provider alone. */
const ANY_BODY = { method: "POST", query: Type.Object({}), rawBody: true, bodyOptional: true, body: {} } as const;

async function handleSend(
  request: FastifyRequest,
  reply: FastifyReply,
  route: SendRoute,
  context: ProviderContext,
): Promise<FastifyReply> {
  const { provider, deps } = context;
  const { bytes = Buffer.alloc(0) } = readUpload(request, ANY_BODY);
  const formatError = route.formatError ?? provider.formatError;
  const run = findReadAction(route, bytes);
  if (run !== undefined) {
    // The route is exempt from --web-auth for the sake of mail.
    if (deps.requiresPassword) return sendReply(reply, formatError(PASSWORD_REQUIRED));
    if (bytes.length > MAX_READ_BYTES) return sendReply(reply, formatError(TOO_LARGE));
    const contentType = request.headers["content-type"] ?? "";
    const readBody = () => parseBody(bytes, route.body, contentType, MAX_SHORT_FORM_PARTS);
    return sendReply(reply, await handleRead(request, { run }, context, readBody, formatError));
  }
  const now = Date.now();
  const headers = toTextRecord(request.headers);
  const params = {
    provider: provider.name,
    route: route.path,
    path: request.originalUrl.split("?", 1)[0] ?? "",
    params: toTextRecord(Object(request.params)),
    headers,
    now,
    keys: deps.providerKeys,
    maxMessageBytes: deps.maxMessageBytes,
  };
  // A provider carries out what it has received, even if the client has gone: nothing below is aborted.
  let outcome = await translateBody(bytes, params, context);
  if (outcome.type === "refused") return sendReply(reply, formatError(outcome.error));
  const target = { provider: provider.name, peer: request.ip, mails: outcome.mails };
  const effect = await applyFault(deps.mailbox, target);
  if (effect.type === "drop") {
    request.raw.socket.destroy();
    return reply.hijack();
  }
  if (effect.type === "error") {
    if (effect.retryAfter !== undefined) reply.header("retry-after", String(effect.retryAfter));
    // The status of the fault takes precedence over the one that the provider has for such an error.
    return sendReply(reply, { ...formatError(effect.error), status: effect.error.status });
  }
  const key = outcome.idempotencyKey ?? headers["idempotency-key"] ?? "";
  const attempt = key === "" ? undefined : { key: `${provider.name} ${outcome.credentialHash} ${key}`, bytes, now };
  const started = attempt && (await startKeyed(attempt, context));
  if (started?.type === "conflict") return sendReply(reply, formatError(REUSED_KEY));
  if (started?.type === "known") return sendReply(reply, started.reply);
  try {
    const rejections = await rejectRecipients(deps.mailbox.faults, target);
    if (rejections !== undefined) outcome = await translateBody(bytes, { ...params, rejections }, context);
    if (outcome.type === "accepted") {
      await storeMails(request, outcome, now, context);
      started?.finish(outcome.reply);
    }
  } finally {
    started?.abandon();
  }
  return sendReply(reply, outcome.type === "accepted" ? outcome.reply : formatError(outcome.error));
}

/** Waits for the same request that is being carried out, unless the provider refuses a second one. */
async function startKeyed(
  attempt: KeyedAttempt,
  { provider, idempotency }: ProviderContext,
): Promise<Exclude<KeyedStart, { readonly type: "pending" }>> {
  for (;;) {
    const started = idempotency.start(attempt);
    if (started.type !== "pending") return started;
    if (provider.concurrentKeyReply !== undefined) return { type: "known", reply: provider.concurrentKeyReply };
    await started.ended;
  }
}

function findReadAction({ readActions = {} }: SendRoute, bytes: Buffer): ReadRoute["run"] | undefined {
  const action = Object.keys(readActions).find((name) => bytes.includes(`Action=${name}`));
  if (action === undefined) return undefined;
  const start = bytes.subarray(0, MAX_READ_BYTES).toString("latin1");
  const [, written] = /(?:^|&)Action=([^&]*)/.exec(start) ?? [];
  return written === action ? readActions[action] : undefined;
}

/** Maximum bytes of a body that accepts no mail. */
const MAX_READ_BYTES = 1024 * 1024;

const TOO_LARGE: ErrorFacts = {
  kind: "too-large",
  status: 413,
  problems: [{ field: "", message: `This action takes at most ${MAX_READ_BYTES} bytes.` }],
};

const PASSWORD_REQUIRED: ErrorFacts = {
  kind: "unauthorized",
  status: 403,
  problems: [{ field: "", message: "With --web-auth, this action is not available: it accepts no mail." }],
};

async function storeMails(
  { ip, socket }: FastifyRequest,
  { mails, credentialHash, bulk }: Pick<AcceptedRequest, "mails" | "credentialHash" | "bulk">,
  now: number,
  { provider, deps, sent }: ProviderContext,
): Promise<void> {
  const sender = senderOf(provider, credentialHash);
  const peer = { address: ip, port: socket.remotePort ?? null };
  const slice = new TimeSlice();
  const countByFields = Map.groupBy(mails, ({ request: { fields } }) => fields);
  for (const mail of mails) {
    if (slice.isOver) await slice.pause();
    const heapBytes = estimateHeapBytes(mail, countByFields.get(mail.request.fields)?.length);
    const { id: messageId } = await deps.mailbox.add(
      createDirectMail({ ...mail, peer, source: provider.name, heapBytes }),
    );
    if (provider.returnsSent !== true) continue;
    const { messageId: id, scheduledAt: at } = mail.request;
    const scheduledAt = at === null ? undefined : new Date(at);
    sent.record(sender, { id, messageId, sentAt: now, scheduledAt, isCanceled: false });
  }
  if (bulk === undefined) return;
  const messageIds = mails.map(({ request }) => request.messageId);
  const sentCount = mails.reduce((count, { to }) => count + to.length, 0);
  sent.recordBulk(sender, { ...bulk, sentAt: now, messageIds, sentCount });
}

/** Translates a body. Templates are rendered in the worker, whatever the size of the body. */
async function translateBody(
  bytes: Buffer,
  params: TranslateParams,
  { provider, deps, uploads }: Pick<ProviderContext, "provider" | "deps" | "uploads">,
): Promise<Exclude<TranslationOutcome, { readonly type: "needs-templates" }>> {
  const first = await uploads.run(translateJob, bytes, params);
  if (first.type !== "needs-templates") return first;
  const found = await Promise.all(
    first.ids.map(async (id) => {
      const template = await (provider.findTemplate?.(deps.templates, id) ?? deps.templates.resolve(provider.name, id));
      return [id, template ?? null] as const;
    }),
  );
  const source = createTransientSource([bytes], bytes.length, { envelope: EMPTY_ENVELOPE });
  const second = await deps.worker.run(renderJob, source, { ...params, templates: Object.fromEntries(found) });
  if (second.type === "needs-templates") throw new Error("The templates were given");
  return second;
}

/**
 * Estimates what a message takes of the heap besides its source, in bytes.
 *
 * @param sharing number of messages that share its list of fields
 */
function estimateHeapBytes({ to, request: { fields } }: TranslatedMail, sharing = 1): number {
  const ofFields = fields.reduce((sum, { name, value }) => sum + 100 + 2 * (name.length + value.length), 0);
  return 5_000 + 1_000 * to.length + Math.ceil(ofFields / sharing);
}

const REUSED_KEY: ErrorFacts = {
  kind: "conflict",
  status: 409,
  problems: [{ field: "", message: "This idempotency key was used for another request. Use a new key." }],
};

/** Returns the members that are texts; lists are joined, as header fields are. */
function toTextRecord(members: Readonly<Record<string, unknown>>): Record<string, string> {
  const entries = Object.entries(members).flatMap(([name, value]): [string, string][] => {
    if (typeof value === "string") return [[name, value]];
    return Array.isArray(value) ? [[name, value.join(", ")]] : [];
  });
  return Object.fromEntries(entries);
}
