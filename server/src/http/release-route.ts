import type { FastifyInstance } from "fastify";
import { readReleasedSource } from "../mail/worker/read-released-source.ts";
import { hangUpSignal } from "../request/hang-up-signal.ts";
import { addRoute } from "./add-route.ts";
import type { HttpDeps } from "./deps.ts";
import { HttpProblem } from "./http-problem.ts";
import { getMessageOrThrow } from "./message-routes.ts";

/** Releases a message to recipients that the request names, through the first server of `--relay`. */
export function addReleaseRoute(app: FastifyInstance, { mailbox, worker, release, info }: HttpDeps): void {
  addRoute(app, "releaseMessage", async ({ params, body: { to }, reply }) => {
    const message = await getMessageOrThrow(mailbox, params.id);
    const { relay } = info();
    if (release === undefined || relay === null)
      throw new HttpProblem(
        "not-enabled",
        "There is no server to release to. Start Mailglass with --relay smtp://HOST:PORT.",
      );
    const source = await readReleasedSource(worker, message, relay, hangUpSignal(reply));
    const outcome = await release(source, { from: message.envelope.from.address, upstream: null, to });
    if (outcome.type === "refused") throw new HttpProblem("release-refused", outcome.reason);
    if (outcome.type === "failed")
      throw new HttpProblem("delivery-failed", `${relay.host}:${relay.port}: ${outcome.reason}`);
    return { recipients: to, relay: `${relay.host}:${relay.port}` };
  });
}
