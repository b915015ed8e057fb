import type { FastifyInstance } from "fastify";
import { cleanTag, sortTags } from "../../mail/tag-names.ts";
import { countTags } from "../../mailbox/count-names.ts";
import type { NameCount } from "../../mailbox/frequency-table.ts";
import type { Mailbox } from "../../mailbox/mailbox.ts";
import { replaceTag } from "../../mailbox/replace-tag.ts";
import { addWriteRoute } from "../../request/add-write-route.ts";
import type { MailpitContext } from "./context.ts";
import { sendBadRequest, sendOk } from "./request-helpers.ts";
import { MAILPIT_WRITE_ROUTES } from "./write-routes.ts";

/** Maximum number of tags that are listed. */
const MAX_LISTED_TAGS = 2_000;

/** Returns the number of messages with each tag, by name. */
export async function listTagCounts(mailbox: Mailbox): Promise<readonly NameCount[]> {
  return (await (await countTags(mailbox)).list(MAX_LISTED_TAGS)).items;
}

export async function listTags(mailbox: Mailbox): Promise<readonly string[]> {
  return sortTags((await listTagCounts(mailbox)).map(({ name }) => name));
}

/** Routes to list, set, rename and remove tags. */
export function addTagRoutes(app: FastifyInstance, { mailbox }: MailpitContext): void {
  app.get("/api/v1/tags", () => listTags(mailbox));

  addWriteRoute(app, MAILPIT_WRITE_ROUTES.setTags, async ({ body: { IDs: ids, Tags: names = [] }, reply }) => {
    const tags = names.map(cleanTag);
    if (tags.includes("")) return sendBadRequest(reply, "A tag contains no letter or digit.");
    await mailbox.markAll(ids, { tags });
    return sendOk(reply);
  });

  addWriteRoute(app, MAILPIT_WRITE_ROUTES.renameTag, async ({ params, body, reply }) => {
    const name = cleanTag(body.Name);
    if (name === "") return sendBadRequest(reply, "The new name of the tag is empty.");
    return (await replaceTag(mailbox, params.tag, name)) > 0 ? sendOk(reply) : sendBadRequest(reply, "tag not found");
  });

  addWriteRoute(app, MAILPIT_WRITE_ROUTES.deleteTag, async ({ params, reply }) =>
    (await replaceTag(mailbox, params.tag, undefined)) > 0 ? sendOk(reply) : sendBadRequest(reply, "tag not found"),
  );
}
