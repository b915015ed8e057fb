import type {
  Finding,
  Link,
  Message,
  MessageChecks,
  MessageContent,
  MessageSession,
  Part,
  PreviewInfo,
  ProviderRequest,
  Readers,
  Thread,
} from "@mailglass/shared";
import { client } from "./client.ts";
import { createPromiseCache } from "./promise-cache.ts";

/**
 * Messages up to this many bytes are loaded completely, whatever is shown of them. The source of a larger one is
 * loaded on demand.
 */
export const MAX_EAGER_LOAD_BYTES = 16 * 1024 * 1024;

/** Cache of recently opened messages. Only a message's marks can change, and the list has those. */
export const loadMessage = createPromiseCache(
  (id: string): Promise<Message> => client.getMessage({ params: { id } }),
  20,
);
export const loadParts = createPromiseCache((id: string): Promise<Part[]> => client.getParts({ params: { id } }), 20);
export const loadFindings = createPromiseCache(
  (id: string): Promise<Finding[]> => client.getFindings({ params: { id } }),
  20,
);
export const loadReaders = createPromiseCache(
  (id: string): Promise<Readers> => client.getReaders({ params: { id } }),
  20,
);
export const loadChecks = createPromiseCache(
  (id: string): Promise<MessageChecks> => client.getChecks({ params: { id }, query: { network: false } }),
  20,
);
export const loadContent = createPromiseCache(
  (id: string): Promise<MessageContent> => client.getContent({ params: { id } }),
  20,
);
/** Loads the thread of a message. The key begins with its id; anything after a space distinguishes later requests. */
export const loadThread = createPromiseCache((key: string): Promise<Thread> => {
  const [id = ""] = key.split(" ");
  return client.getThread({ params: { id } });
}, 20);
export const loadPreviewInfo = createPromiseCache(
  (id: string): Promise<PreviewInfo> => client.getPreviewInfo({ params: { id } }),
  20,
);
/** Loads the session of a message; null if it did not arrive by SMTP. */
export const loadMessageSession = createPromiseCache(async (id: string): Promise<MessageSession | null> => {
  const { sessionId } = await loadMessage(id);
  return sessionId === null ? null : client.getMessageSession({ params: { id } });
}, 20);
export const loadRequest = createPromiseCache(
  (id: string): Promise<ProviderRequest> => client.getRequest({ params: { id } }),
  20,
);

/** Loads the links. A message's own list is truncated if it is very long. */
export const loadLinks = createPromiseCache(async (id: string): Promise<Link[]> => {
  const { links, truncated } = await loadMessage(id);
  return truncated.includes("links") ? client.getLinks({ params: { id } }) : links;
}, 20);
/** Loads the HTML as sent, decoded. A message's own copy is truncated if it is very long. */
export const loadHtmlSource = createPromiseCache(async (id: string): Promise<string | null> => {
  const { html, truncated } = await loadMessage(id);
  return html !== null && truncated.includes("html") ? client.getHtml({ params: { id } }) : html;
}, 5);

/** Loads a part as text. The key is the message's id and the part's number. */
export const loadPartText = createPromiseCache(async (key: string): Promise<string> => {
  const [id = "", number = ""] = key.split(" ");
  const parts = await loadParts(id);
  const bytes = await client.getPart({ params: { id, number } });
  return decodeText(bytes, parts.find((part) => part.number === number)?.charset ?? null);
}, 10);

/** Decodes text in the charset of the part if it is a known one, and as UTF-8 otherwise. */
function decodeText(bytes: Uint8Array, charset: string | null): string {
  try {
    return new TextDecoder(charset ?? "utf-8").decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
