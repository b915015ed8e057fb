import type { RequestFields } from "./request-fields.ts";
import type { ProviderFile, SubmissionNote } from "./submission.ts";

/** An attachment of a request, and what is to be said of it. */
export interface RequestFile {
  readonly file: readonly ProviderFile[];
  readonly notes: readonly SubmissionNote[];
}

/** Reads an attachment that the provider would fetch from a URL. Nothing is fetched here: the message has a text that says so. */
export function readRemoteFile(attachment: RequestFields, name: string, filename?: string): RequestFile | undefined {
  const url = attachment.text(name, "File that is not fetched");
  if (url === undefined || url === "") return undefined;
  const lastSegment = url.split(/[?#]/, 1)[0]?.split("/").pop() ?? "";
  return {
    file: [
      {
        filename: filename ?? lastSegment,
        content: Buffer.from(`Mailglass does not fetch attachments: ${url}\n`),
        contentType: "text/plain",
      },
    ],
    notes: [{ code: "provider-remote-file", detail: url }],
  };
}
