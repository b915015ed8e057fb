import type { FastifyInstance } from "fastify";
import type { StoredMessage } from "../../mailbox/mailbox.ts";
import { jsonOf } from "../any-body.ts";
import { readJson } from "../json.ts";
import { sift } from "../sift.ts";
import type { Mailpit } from "./face.ts";
import { badRequest, ok } from "./request.ts";
import type { World } from "./search.ts";
import { cleanTag, sorted } from "./tags.ts";

/** How many messages have each tag, by its name. */
export async function tagCounts({ mailbox, tags }: World): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  await sift(mailbox.list({ limit: Number.POSITIVE_INFINITY }).items, (message) => {
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

  app.put("/api/v1/tags", async (request, reply) => {
    const json = readJson(jsonOf(request.body));
    const ids = json?.texts("IDs") ?? [];
    if (json === undefined || ids.length === 0) return badRequest(reply, "No message IDs were given.");
    const wanted = sorted(json.texts("Tags") ?? []);
    for (const id of ids) {
      const message = mailbox.get(id);
      if (message !== undefined) set(message, wanted);
    }
    return ok(reply);
  });

  app.put<{ Params: { tag: string } }>("/api/v1/tags/:tag", async (request, reply) => {
    const name = cleanTag(readJson(jsonOf(request.body))?.text("Name") ?? "");
    if (name === "") return badRequest(reply, "The new name of the tag is empty.");
    return (await replaceEverywhere(request.params.tag, [name])) ? ok(reply) : badRequest(reply, "tag not found");
  });

  app.delete<{ Params: { tag: string } }>("/api/v1/tags/:tag", async (request, reply) =>
    (await replaceEverywhere(request.params.tag, [])) ? ok(reply) : badRequest(reply, "tag not found"),
  );

  /** False where no message has the tag. */
  async function replaceEverywhere(tag: string, by: readonly string[]): Promise<boolean> {
    const isIt = (name: string) => name.toLowerCase() === tag.toLowerCase();
    const all = mailbox.list({ limit: Number.POSITIVE_INFINITY }).items;
    const tagged = await sift(all, (message) => tags.of(message).some(isIt));
    for (const message of tagged) set(message, sorted(tags.of(message).flatMap((name) => (isIt(name) ? by : [name]))));
    return tagged.length > 0;
  }

  function set(message: StoredMessage, wanted: readonly string[]): void {
    tags.claim(message);
    mailbox.mark(message.id, { tags: wanted });
  }
}
