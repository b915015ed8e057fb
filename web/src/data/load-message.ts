import type { Message, Part, PreviewInfo, Readers, Session } from "@mailglass/shared";
import { client } from "./client.ts";
import { createPromiseCache } from "./promise-cache.ts";

/** Bytes of a message that is read whole whatever is open of it: the source of a larger one should not wait for that. */
export const MAX_EAGER_LOAD_BYTES = 16 * 1024 * 1024;

/** What has been read of messages that were opened lately. A message never changes but for its marks, which the list keeps. */
export const loadMessage = createPromiseCache(
  (id: string): Promise<Message> => client.getMessage({ params: { id } }),
  20,
);
export const loadParts = createPromiseCache((id: string): Promise<Part[]> => client.getParts({ params: { id } }), 20);
export const loadReaders = createPromiseCache(
  (id: string): Promise<Readers> => client.getReaders({ params: { id } }),
  20,
);
export const loadPreviewInfo = createPromiseCache(
  (id: string): Promise<PreviewInfo> => client.getPreviewInfo({ params: { id } }),
  20,
);
export const loadMessageSession = createPromiseCache(
  (id: string): Promise<Session> => client.getMessageSession({ params: { id } }),
  20,
);

/** A part as text; the key is the message's id and the part's number. */
export const loadPartText = createPromiseCache(async (key: string): Promise<string> => {
  const [id = "", number = ""] = key.split(" ");
  const parts = await loadParts(id);
  const bytes = await client.getPart({ params: { id, number } });
  return decodeText(bytes, parts.find((part) => part.number === number)?.charset ?? null);
}, 10);

/** What the part says of its charset, where that is one that is known; UTF-8 otherwise. */
function decodeText(bytes: Uint8Array, charset: string | null): string {
  try {
    return new TextDecoder(charset ?? "utf-8").decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
