import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { prependMembers } from "../../mail/worker/json-chunks.ts";
import { readReleasedSource } from "../../mail/worker/read-released-source.ts";
import { runCheaply } from "../../mail/worker/run-cheaply.ts";
import { checkedLinksJob, partJob } from "../../mail/worker/view-jobs.ts";
import type { Mailbox, StoredMessage } from "../../mailbox/mailbox.ts";
import { StoreError } from "../../mailbox/store.ts";
import { addWriteRoute } from "../../request/add-write-route.ts";
import { isFromForeignPage } from "../../request/foreign-page.ts";
import { hangUpSignal } from "../../request/hang-up-signal.ts";
import { JSON_MEDIA_TYPE, sendChunks } from "../../request/send-chunks.ts";
import { formatAttachmentHeaders } from "../attachment-headers.ts";
import { toLinkCheck, toRspamdCheck, toSpamAssassinCheck, toUncheckedLinks } from "./check-json.ts";
import type { MailpitContext } from "./context.ts";
import { toMailpitMessage } from "./message-summary.ts";
import { findMessageByPath, getParameters, sendBadRequest, sendNotFound, sendOk } from "./request-helpers.ts";
import { parseMailpitSearch } from "./search.ts";
import { headersJob, htmlCheckJob, messageJob, thumbnailJob } from "./worker-jobs.ts";
import { MAILPIT_WRITE_ROUTES } from "./write-routes.ts";

interface MessageRoute {
  readonly Params: { readonly id: string; readonly part?: string };
}

type MessageRequest = FastifyRequest<MessageRoute>;

/** Routes for one message, by id or as `latest`: the message, its headers, source, parts and checks. */
export function addMailpitMessageRoutes(app: FastifyInstance, context: MailpitContext): void {
  const { mailbox, worker, checks } = context;

  /** Adds a route below a message, and below a part of it. */
  function addMessageRoute(
    path: string,
    answer: (message: StoredMessage, request: MessageRequest, reply: FastifyReply) => unknown,
  ) {
    app.get<MessageRoute>(`/api/v1/message/:id${path}`, async (request, reply) => {
      const message = await findMessageByPath(context, request.params.id, getParameters(request));
      return message === undefined ? sendNotFound(reply) : answer(message, request, reply);
    });
  }

  addMessageRoute("", async (message, request, reply) => {
    const { receivedAt } = message;
    const read = await runCheaply(worker, messageJob, message, { receivedAt }, request.signal);
    const answer = prependMembers(toMailpitMessage(await mailbox.row(message), message), read);
    if (!message.read && mayMarkAsRead(request)) await markAsRead(mailbox, message.id);
    return sendChunks(reply, JSON_MEDIA_TYPE, answer);
  });

  addMessageRoute("/headers", async (message, request, reply) => {
    const headers = await runCheaply(worker, headersJob, message, { id: message.id }, request.signal);
    return sendChunks(reply, JSON_MEDIA_TYPE, headers);
  });

  addMessageRoute("/raw", (message, request, reply) => {
    const save = getParameters(request)["dl"] === "1";
    if (save) reply.header("content-disposition", `attachment; filename="${message.id}.eml"`);
    return sendChunks(reply, "text/plain; charset=utf-8", message.chunks());
  });

  addMessageRoute("/part/:part", async (message, request, reply) => {
    const { part: number = "" } = request.params;
    const found = await runCheaply(worker, partJob, message, { number }, request.signal);
    if (found === null) return sendNotFound(reply);
    const { part, bytes } = found;
    const headers = formatAttachmentHeaders(part.type, part.filename ?? `part-${number}`);
    return reply.headers(headers).send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  });

  addMessageRoute("/part/:part/thumb", async (message, request, reply) => {
    const { part = "" } = request.params;
    const image = await worker.run(thumbnailJob, message, { part }, request.signal);
    return image === null ? sendBadRequest(reply, "there is no such part") : reply.type("image/jpeg").send(image);
  });

  addMessageRoute("/html-check", async (message, request, reply) => {
    const check = await worker.run(htmlCheckJob, message, null, request.signal);
    return check === null
      ? sendBadRequest(reply, "message does not contain HTML")
      : reply.type(JSON_MEDIA_TYPE).send(check);
  });

  addMessageRoute("/link-check", async (message, request) => {
    const { follow = "" } = getParameters(request);
    const urls = await worker.run(checkedLinksJob, message, null, request.signal);
    // Any page can make a browser fetch this URL, and a request may consume a one-time link.
    if (checks.checkLinks === null || isFromForeignPage(request.headers)) return toUncheckedLinks(urls);
    const isFollowing = follow === "true" || follow === "1";
    return toLinkCheck(await checks.checkLinks(urls, { follow: isFollowing, signal: request.signal }));
  });

  // Like Mailpit, there are no such routes where the check is not enabled.
  const { spamassassin, rspamd } = checks;
  if (spamassassin !== null)
    addMessageRoute("/sa-check", async (message, request) =>
      toSpamAssassinCheck(await spamassassin(message, request.signal)),
    );
  if (rspamd !== null)
    addMessageRoute("/rspamd-check", async (message, request) => toRspamdCheck(await rspamd(message, request.signal)));

  addWriteRoute(app, MAILPIT_WRITE_ROUTES.releaseMessage, async ({ params, body: { To: to }, reply }) => {
    const { relay } = context;
    if (relay === null) return sendBadRequest(reply, "SMTP relay is not enabled: start with --relay");
    const message = await findMessageByPath(context, params.id, {});
    if (message === undefined) return sendNotFound(reply);
    if (to.length === 0) return sendBadRequest(reply, "No valid addresses found");
    const source = await readReleasedSource(worker, message, relay, hangUpSignal(reply));
    const outcome = await context.release(source, {
      from: message.envelope.from.address,
      upstream: null,
      to,
    });
    return outcome.type === "sent" ? sendOk(reply) : sendBadRequest(reply, outcome.reason);
  });
}

/** The message is shown even if a store cannot keep the mark. */
async function markAsRead(mailbox: Mailbox, id: string): Promise<void> {
  try {
    await mailbox.mark(id, { read: true });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
  }
}

/**
 * Mailpit marks a message as read when it is fetched, and clients rely on that. But any page can make a browser fetch
 * a URL, so a request from a browser on behalf of another site marks nothing. Neither does a HEAD request, nor a
 * search for the latest message that was not understood, because it may return any message.
 */
function mayMarkAsRead(request: MessageRequest): boolean {
  const { query = "", tz } = getParameters(request);
  return (
    request.method === "GET" &&
    !isFromForeignPage(request.headers) &&
    parseMailpitSearch(query, tz).problem === undefined
  );
}
