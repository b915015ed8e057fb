import type { FastifyReply, FastifyRequest } from "fastify";
import { truncateText } from "../../base/truncate-text.ts";
import type { Provider, ProviderReply } from "./provider.ts";

export function sendReply(reply: FastifyReply, { status, headers = {}, body }: ProviderReply): FastifyReply {
  reply.code(status).headers({ "content-type": "application/json; charset=utf-8", ...headers });
  // Bytes, because Fastify adds a charset to the type of a text.
  return reply.send(typeof body === "string" ? body : Buffer.from(JSON.stringify(body)));
}

/** Answers in the provider's form that a part of its API is not available. */
export function refuseOther({ method, url }: FastifyRequest, reply: FastifyReply, provider: Provider): FastifyReply {
  const path = truncateText(url.split("?", 1)[0] ?? "", 200);
  const message = `Mailglass does not have this part of the API of ${provider.label}: ${method} ${path}`;
  return sendReply(reply, provider.formatError({ kind: "not-found", status: 404, problems: [{ field: "", message }] }));
}
