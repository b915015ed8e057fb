import type { Message } from "@mailglass/shared";
import { client } from "../data/client.ts";
import type { TestTarget } from "../data/dialogs.ts";
import { isNotFoundError } from "../data/is-not-found.ts";
import { loadMessage } from "../data/load-message.ts";
import { queryForMessage } from "./test-request.ts";

/** What a test may wait for: a query, and the codes and links of a message that matches it. */
export interface TestSubject extends Pick<Message, "codes" | "links"> {
  readonly q: string;
}

/** Loads the message, or the newest one that the search finds. A search may find none. */
export async function loadTestSubject(target: TestTarget): Promise<TestSubject> {
  if ("id" in target) {
    const message = await loadMessage(target.id);
    return { q: queryForMessage(message), codes: message.codes, links: message.links };
  }
  const { q } = target;
  const newest = await client.getLatestMessage({ query: q === "" ? {} : { q } }).catch(returnNothingIfNotFound);
  return { q, codes: newest?.codes ?? [], links: newest?.links ?? [] };
}

function returnNothingIfNotFound(reason: unknown): undefined {
  if (!isNotFoundError(reason)) throw reason;
}
