import type { FastifyInstance } from "fastify";
import type { MessageHandle } from "../../mailbox/mailbox.ts";
import { addWriteRoute } from "../../request/add-write-route.ts";
import { filterInSlices } from "../filter-in-slices.ts";
import type { MailpitContext } from "./context.ts";
import { sendBadRequest, sendOk } from "./request-helpers.ts";
import type { SearchContext } from "./search.ts";
import { cleanTag, normalizeTags } from "./tags.ts";
import { MAILPIT_WRITE_ROUTES } from "./write-routes.ts";

/** Returns the number of messages with each tag, by name. */
export async function countTags({ mailbox, tags }: SearchContext): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  await filterInSlices(mailbox.handles(), (message) => {
    for (const tag of tags.tagsFor(message)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
    return false;
  });
  return counts;
}

export async function listTags(context: SearchContext): Promise<readonly string[]> {
  return normalizeTags([...(await countTags(context)).keys()]);
}

/** Routes to list, set, rename and remove tags. */
export function addTagRoutes(app: FastifyInstance, context: MailpitContext): void {
  const { mailbox, tags } = context;

  app.get("/api/v1/tags", () => listTags(context));

  addWriteRoute(app, MAILPIT_WRITE_ROUTES.setTags, ({ body: { IDs: ids, Tags: names = [] }, reply }) => {
    if (names.some((name) => cleanTag(name) === "")) return sendBadRequest(reply, "A tag contains no letter or digit.");
    const wanted = normalizeTags(names);
    for (const id of ids) {
      const message = mailbox.handle(id);
      if (message !== undefined) setTags(message, wanted);
    }
    return sendOk(reply);
  });

  addWriteRoute(app, MAILPIT_WRITE_ROUTES.renameTag, async ({ params, body, reply }) => {
    const name = cleanTag(body.Name);
    if (name === "") return sendBadRequest(reply, "The new name of the tag is empty.");
    return (await replaceEverywhere(params.tag, [name])) ? sendOk(reply) : sendBadRequest(reply, "tag not found");
  });

  addWriteRoute(app, MAILPIT_WRITE_ROUTES.deleteTag, async ({ params, reply }) =>
    (await replaceEverywhere(params.tag, [])) ? sendOk(reply) : sendBadRequest(reply, "tag not found"),
  );

  /** Returns false if no message has the tag. */
  async function replaceEverywhere(tag: string, by: readonly string[]): Promise<boolean> {
    const isSameTag = (name: string) => name.toLowerCase() === tag.toLowerCase();
    const all = mailbox.handles();
    const tagged = await filterInSlices(all, (message) => tags.tagsFor(message).some(isSameTag));
    for (const message of tagged)
      setTags(message, normalizeTags(tags.tagsFor(message).flatMap((name) => (isSameTag(name) ? by : [name]))));
    return tagged.length > 0;
  }

  function setTags(message: MessageHandle, wanted: readonly string[]): void {
    tags.claim(message);
    mailbox.mark(message.id, { tags: wanted });
  }
}
