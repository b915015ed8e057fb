import type { CheckableLinks, DkimCheck, MessageChecks, SpamCheck } from "@mailglass/shared";
import type { FastifyInstance } from "fastify";
import { dkimJob, dkimKeyNamesJob } from "../mail/worker/dkim-jobs.ts";
import { checkedLinksJob } from "../mail/worker/view-jobs.ts";
import type { StoredMessage } from "../mailbox/mailbox.ts";
import { hangUpSignal } from "../request/hang-up-signal.ts";
import { addRoute } from "./add-route.ts";
import type { HttpDeps } from "./deps.ts";
import { HttpProblem } from "./http-problem.ts";
import { getMessageOrThrow } from "./message-routes.ts";

/** Routes of the checks that may use the network. Each does so only if its option is set, and only when it is requested. */
export function addCheckRoutes(app: FastifyInstance, deps: HttpDeps): void {
  const { mailbox, worker, checks } = deps;

  addRoute(app, "getDkimCheck", async ({ params, request }) =>
    checkDkimOf(deps, await getMessageOrThrow(mailbox, params.id), request.signal),
  );
  addRoute(app, "getSpamCheck", async ({ params, request }) =>
    checkSpamOf(deps, await getMessageOrThrow(mailbox, params.id), request.signal),
  );
  addRoute(app, "getCheckableLinks", async ({ params, request }) =>
    listCheckableLinks(deps, await getMessageOrThrow(mailbox, params.id), request.signal),
  );
  addRoute(app, "checkLinks", async ({ params, query: { follow = true }, reply }) => {
    const signal = hangUpSignal(reply);
    const message = await getMessageOrThrow(mailbox, params.id);
    if (checks.checkLinks === null)
      throw new HttpProblem("not-enabled", "Links are requested only if the server was started with --check-links.");
    const urls = await worker.run(checkedLinksJob, message, null, signal);
    return { links: await checks.checkLinks(urls, { follow, signal }) };
  });
}

type NetworkResults = Pick<MessageChecks, "dkim" | "spam" | "links">;

export const SKIPPED_CHECKS: NetworkResults = { dkim: null, spam: null, links: null };

/** Runs all of these checks that are enabled. Links are listed only. */
export async function runNetworkChecks(
  deps: HttpDeps,
  message: StoredMessage,
  signal: AbortSignal,
): Promise<NetworkResults> {
  const { spamassassin, rspamd, checkLinks } = deps.checks;
  const [dkim, spam, links] = await Promise.all([
    checkDkimOf(deps, message, signal),
    spamassassin === null && rspamd === null ? null : checkSpamOf(deps, message, signal),
    checkLinks === null ? null : listCheckableLinks(deps, message, signal),
  ]);
  return { dkim, spam, links };
}

/** Checks the DKIM signatures of a message. Keys that were not given are looked up if `--check-dns` is set. */
async function checkDkimOf(
  { worker, checks }: HttpDeps,
  message: StoredMessage,
  signal: AbortSignal,
): Promise<DkimCheck> {
  const { givenKeys, findDkimKeys } = checks;
  const names = await worker.run(dkimKeyNamesJob, message, null, signal);
  const missing = names.filter((name) => !givenKeys.some((key) => key.name === name));
  const found = findDkimKeys === null || missing.length === 0 ? [] : await findDkimKeys(missing);
  const keys = [...givenKeys.filter(({ name }) => names.includes(name)), ...found];
  return worker.run(dkimJob, message, { keys }, signal);
}

async function checkSpamOf(
  { checks: { spamassassin, rspamd } }: HttpDeps,
  message: StoredMessage,
  signal: AbortSignal,
): Promise<SpamCheck> {
  const [first, second] = await Promise.all([spamassassin?.(message, signal), rspamd?.(message, signal)]);
  return { spamassassin: first ?? null, rspamd: second ?? null };
}

async function listCheckableLinks(
  { worker, checks }: HttpDeps,
  message: StoredMessage,
  signal: AbortSignal,
): Promise<CheckableLinks> {
  return {
    enabled: checks.checkLinks !== null,
    urls: await worker.run(checkedLinksJob, message, null, signal),
  };
}
