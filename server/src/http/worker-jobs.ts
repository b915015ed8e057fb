import type { PreviewInfo } from "@mailglass/shared";
import { encodeUtf8 } from "../mail/worker/encode-utf8.ts";
import { type AnyJob, type Job, NEVER_DIRECT } from "../mail/worker/job.ts";
import type { PreviewTheme } from "./render-preview.ts";

interface RenderedPreview {
  /** HTML document in UTF-8. */
  readonly document: Uint8Array;
  /** Number of references to other hosts. */
  readonly remoteCount: number;
}

/** Renders the HTML of a message for display; null if it has none. */
export const previewJob: Job<{ readonly remote: boolean; readonly theme: PreviewTheme }, RenderedPreview | null> = {
  name: "http/preview",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const [{ sanitizeWithoutRemote, sanitizeWithRemote }, { renderPreview }] = await Promise.all([
      import("./sanitize-mail.ts"),
      import("./render-preview.ts"),
    ]);
    return (mail, { remote, theme }) => {
      const html = remote ? sanitizeWithRemote(mail) : sanitizeWithoutRemote(mail);
      return html === undefined
        ? null
        : { document: encodeUtf8(renderPreview(html, theme)), remoteCount: html.remoteHosts.length };
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

/** The jobs of the HTTP API. */
export const HTTP_JOBS: readonly AnyJob[] = [previewJob, previewInfoJob];
