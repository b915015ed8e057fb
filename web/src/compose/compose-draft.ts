import type { NewMessage } from "@mailglass/shared";
import { splitAddresses } from "./split-addresses.ts";

/** A message as it is typed into the form. Lists of addresses are text. */
export interface ComposeDraft {
  readonly from: string;
  readonly to: string;
  readonly cc: string;
  readonly bcc: string;
  readonly replyTo: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly files: readonly File[];
}

export const NEW_DRAFT: ComposeDraft = {
  from: "Jo Sender <jo@example.com>",
  to: "ann@example.com",
  cc: "",
  bcc: "",
  replyTo: "",
  subject: "A test message",
  text: "Hello Ann,\n\nyour code is 482913.\n",
  html: "",
  files: [],
};

/** Returns the message that is sent to the server, which checks it. Reads the files. */
export async function toNewMessage({ from, subject, text, html, files, ...lists }: ComposeDraft): Promise<NewMessage> {
  const attachments = await Promise.all(files.map(readAttachment));
  return {
    from: from.trim(),
    to: splitAddresses(lists.to),
    cc: splitAddresses(lists.cc),
    bcc: splitAddresses(lists.bcc),
    replyTo: splitAddresses(lists.replyTo),
    subject,
    ...(text !== "" && { text }),
    ...(html !== "" && { html }),
    ...(attachments.length > 0 && { attachments }),
  };
}

async function readAttachment(file: File): Promise<NonNullable<NewMessage["attachments"]>[number]> {
  const content = await readAsBase64(file);
  return { filename: file.name, content, ...(file.type !== "" && { contentType: file.type }) };
}

/** A data URL is the only way in which all supported browsers make base64 of a file. */
function readAsBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      const url = typeof reader.result === "string" ? reader.result : "";
      resolve(url.slice(url.indexOf(",") + 1));
    });
    reader.addEventListener("error", () => reject(new Error(`${file.name} could not be read.`)));
    reader.readAsDataURL(file);
  });
}
