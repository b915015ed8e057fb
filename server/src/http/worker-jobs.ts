import type { PreviewInfo } from "@mailglass/shared";
import type { HeaderEnvelope } from "../mail/header-envelope.ts";
import type { Mail } from "../mail/mail.ts";
import { encodeUtf8 } from "../mail/worker/encode-utf8.ts";
import { type AnyJob, type Job, NEVER_DIRECT, SMALL_SOURCE_BYTES } from "../mail/worker/job.ts";
import { catchUnreadable, type UnreadableRequest } from "../request/unreadable-request.ts";
import type { ComposedMessage } from "./compose-message.ts";
import type { FileMessages } from "./read-mail-file.ts";
import type { PreviewLook } from "./render-preview.ts";

interface RenderedPreview {
  /** HTML document in UTF-8. */
  readonly document: Uint8Array;
  /** Number of references to other hosts. */
  readonly remoteCount: number;
}

/** Renders the HTML of a message for display; null if it has none. */
export const previewJob: Job<PreviewLook, RenderedPreview | null> = {
  name: "http/preview",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const [{ sanitizeWithoutRemote, sanitizeWithRemote, sanitizeInverted }, { renderPreview }] = await Promise.all([
      import("./sanitize-mail.ts"),
      import("./render-preview.ts"),
    ]);
    const sanitize = (mail: Mail, { remote, theme }: PreviewLook) => {
      if (theme === "partial-inversion") return sanitizeInverted(mail, remote, "partial");
      if (theme === "full-inversion") return sanitizeInverted(mail, remote, "full");
      return remote ? sanitizeWithRemote(mail) : sanitizeWithoutRemote(mail);
    };
    return (mail, look) => {
      const html = sanitize(mail, look);
      return html === undefined
        ? null
        : { document: encodeUtf8(renderPreview(html, look)), remoteCount: html.remoteHosts.length };
    };
  },
};

/** Describes what the preview leaves out; null if the message has no HTML. */
export const previewInfoJob: Job<null, PreviewInfo | null> = {
  name: "http/preview-info",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const { sanitizeWithoutRemote } = await import("./sanitize-mail.ts");
    return (mail) => {
      const html = sanitizeWithoutRemote(mail);
      return html === undefined ? null : { remote: html.remoteHosts.length, hosts: [...new Set(html.remoteHosts)] };
    };
  },
};

/** Composes a message. Its source is the JSON of `POST /api/messages`. */
export const composeJob: Job<null, ComposedMessage | UnreadableRequest> = {
  name: "http/compose",
  maxDirectBytes: SMALL_SOURCE_BYTES,
  load: async () => {
    const { composeMessage } = await import("./compose-message.ts");
    return (json, _, { isOnMainThread }) =>
      catchUnreadable(async () => {
        const composed = await composeMessage(json.raw());
        return isOnMainThread ? composed : { ...composed, raw: new Uint8Array(composed.raw) };
      });
  },
};

/** The envelope that the header of an uploaded source names. */
export const headerEnvelopeJob: Job<null, HeaderEnvelope> = {
  name: "http/header-envelope",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const { readHeaderEnvelope } = await import("../mail/header-envelope.ts");
    return (source) => readHeaderEnvelope(source.raw());
  },
};

/** The messages of an uploaded file. Its source is the file. */
export const importJob: Job<{ readonly maxBytes: number }, FileMessages | UnreadableRequest> = {
  name: "http/import",
  maxDirectBytes: SMALL_SOURCE_BYTES,
  load: async () => {
    const { readMailFile } = await import("./read-mail-file.ts");
    return (file, { maxBytes }) => catchUnreadable(() => readMailFile(file.raw(), maxBytes));
  },
};

/** The jobs of the HTTP API. */
export const HTTP_JOBS: readonly AnyJob[] = [previewJob, previewInfoJob, composeJob, headerEnvelopeJob, importJob];
