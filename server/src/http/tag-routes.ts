import type { NameCountQuery } from "@mailglass/shared";
import type { FastifyInstance } from "fastify";
import { countRecipients, countSources, countTags } from "../mailbox/count-names.ts";
import type { FrequencyTable } from "../mailbox/frequency-table.ts";
import type { Mailbox } from "../mailbox/mailbox.ts";
import { replaceTag } from "../mailbox/replace-tag.ts";
import { addRoute } from "./add-route.ts";
import { HttpProblem } from "./http-problem.ts";
import { parseSearch } from "./search-parameter.ts";

const DEFAULT_LIMIT = 100;

const listNames = (table: FrequencyTable, { limit = DEFAULT_LIMIT, match }: NameCountQuery) => table.list(limit, match);

/** Routes to list, rename and delete tags. The marks of messages add and remove them. */
export function addTagRoutes(app: FastifyInstance, mailbox: Mailbox): void {
  addRoute(app, "listTags", async ({ query }) => {
    const { items, total } = await listNames(await countTags(mailbox, parseSearch(query.q)), query);
    return { items: items.map(({ name, ...counts }) => ({ tag: name, ...counts })), total };
  });

  addRoute(app, "renameTag", async ({ params: { tag }, body }) => replaceOrThrow(mailbox, tag, body.name));

  addRoute(app, "deleteTag", async ({ params: { tag } }) => replaceOrThrow(mailbox, tag));
}

async function replaceOrThrow(mailbox: Mailbox, tag: string, replacement?: string): Promise<{ changed: number }> {
  const changed = await replaceTag(mailbox, tag, replacement);
  if (changed === 0) throw new HttpProblem("not-found", `No message has the tag “${tag}”.`);
  return { changed };
}

/** Lists the addresses in the envelopes of messages. */
export function addRecipientRoute(app: FastifyInstance, mailbox: Mailbox): void {
  addRoute(app, "listRecipients", async ({ query }) => {
    const { items, total } = await listNames(await countRecipients(mailbox, parseSearch(query.q)), query);
    return { items: items.map(({ name, ...counts }) => ({ address: name, ...counts })), total };
  });
}

/** Lists how messages arrived: by SMTP, or through the APIs of which providers. */
export function addSourceRoute(app: FastifyInstance, mailbox: Mailbox): void {
  addRoute(app, "listSources", async ({ query }) => {
    const { items, total } = await listNames(await countSources(mailbox, parseSearch(query.q)), query);
    return { items: items.map(({ name, ...counts }) => ({ source: name, ...counts })), total };
  });
}
