import type { PreviewInfo } from "@mailglass/shared";
import { type AnyJob, type Job, NEVER_DIRECT } from "../mail/worker/job.ts";
import { utf8 } from "../mail/worker/utf8.ts";
import type { Theme } from "./preview-document.ts";

interface Preview {
  /** HTML in UTF-8. */
  readonly document: Uint8Array;
  /** References to other hosts. */
  readonly remote: number;
}

/** The HTML of a message as it is shown; null where it has none. */
export const previewJob: Job<{ readonly remote: boolean; readonly theme: Theme }, Preview | null> = {
  name: "http/preview",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const [{ closedHtml, openHtml }, { documentOf }] = await Promise.all([
      import("./sanitised-html.ts"),
      import("./preview-document.ts"),
    ]);
    return (mail, { remote, theme }) => {
      const html = remote ? openHtml(mail) : closedHtml(mail);
      return html === undefined ? null : { document: utf8(documentOf(html, theme)), remote: html.remoteHosts.length };
    };
  },
};

/** What the preview leaves out; null where the message has no HTML. */
export const previewInfoJob: Job<null, PreviewInfo | null> = {
  name: "http/preview-info",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const { closedHtml } = await import("./sanitised-html.ts");
    return (mail) => {
      const html = closedHtml(mail);
      return html === undefined ? null : { remote: html.remoteHosts.length, hosts: [...new Set(html.remoteHosts)] };
    };
  },
};

/** The jobs of the HTTP API. */
export const HTTP_JOBS: readonly AnyJob[] = [previewJob, previewInfoJob];
