import type { FastifyInstance } from "fastify";
import type { MessageHandle } from "../../mailbox/mailbox.ts";
import { serveWrite } from "../../request/write-route.ts";
import { sift } from "../sift.ts";
import type { Mailpit } from "./face.ts";
import { badRequest, ok } from "./request.ts";
import type { World } from "./search.ts";
import { cleanTag, sorted } from "./tags.ts";
import { writes } from "./writes.ts";

/** How many messages have each tag, by its name. */
export async function tagCounts({ mailbox, tags }: World): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  await sift(mailbox.handles(), (message) => {
    for (const tag of tags.of(message)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
    return false;
  });
  return counts;
}

export async function allTags(world: World): Promise<readonly string[]> {
  return sorted([...(await tagCounts(world)).keys()]);
}

/** Tags are listed, set on messages, renamed and removed everywhere. */
export function tagRoutes(app: FastifyInstance, face: Mailpit): void {
  const { mailbox, tags } = face;

  app.get("/api/v1/tags", () => allTags(face));

  serveWrite(app, writes.setTags, ({ body: { IDs: ids, Tags: names = [] }, reply }) => {
    if (names.some((name) => cleanTag(name) === "")) return badRequest(reply, "A tag has no letter or digit.");
    const wanted = sorted(names);
    for (const id of ids) {
      const message = mailbox.handle(id);
      if (message !== undefined) set(message, wanted);
    }
    return ok(reply);
  });

  serveWrite(app, writes.renameTag, async ({ params, body, reply }) => {
    const name = cleanTag(body.Name);
    if (name === "") return badRequest(reply, "The new name of the tag is empty.");
    return (await replaceEverywhere(params.tag, [name])) ? ok(reply) : badRequest(reply, "tag not found");
  });

  serveWrite(app, writes.deleteTag, async ({ params, reply }) =>
    (await replaceEverywhere(params.tag, [])) ? ok(reply) : badRequest(reply, "tag not found"),
  );

  /** False where no message has the tag. */
  async function replaceEverywhere(tag: string, by: readonly string[]): Promise<boolean> {
    const isIt = (name: string) => name.toLowerCase() === tag.toLowerCase();
    const all = mailbox.handles();
    const tagged = await sift(all, (message) => tags.of(message).some(isIt));
    for (const message of tagged) set(message, sorted(tags.of(message).flatMap((name) => (isIt(name) ? by : [name]))));
    return tagged.length > 0;
  }

  function set(message: MessageHandle, wanted: readonly string[]): void {
    tags.claim(message);
    mailbox.mark(message.id, { tags: wanted });
  }
}
