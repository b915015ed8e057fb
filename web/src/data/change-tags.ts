import { client, describeError } from "./client.ts";
import { showToast } from "./toasts.ts";

export interface TagChange {
  readonly addTags?: string[];
  readonly removeTags?: string[];
}

/** Maximum ids of one request. */
const MAX_IDS = 1_000;

/** Adds tags to a message, or removes them. */
export const changeTags = (id: string, change: TagChange): Promise<void> =>
  reportFailure(() => client.markMessage({ params: { id }, body: change }));

/** Adds tags to messages, or removes them. */
export const changeTagsOf = (ids: readonly string[], change: TagChange): Promise<void> =>
  reportFailure(async () => {
    for (let at = 0; at < ids.length; at += MAX_IDS)
      await client.markSelectedMessages({ body: { ids: ids.slice(at, at + MAX_IDS), ...change } });
  });

async function reportFailure(request: () => Promise<unknown>): Promise<void> {
  try {
    await request();
  } catch (reason) {
    showToast(`The tags could not be changed: ${describeError(reason)}`, { kind: "error" });
  }
}

/** Splits what was typed into tags, which commas separate. */
export const parseTags = (text: string): string[] =>
  text.split(",").flatMap((part) => (part.trim() === "" ? [] : [part.trim()]));
