import * as Type from "typebox";
import { type ApiRoute, idParams } from "./api-route.ts";
import { endpoints } from "./endpoints.ts";
import { MessageSummary } from "./message.ts";
import { NewMessage, NewMessageQuery } from "./new-message.ts";
import { ExportQuery, Imported, Released, ReleaseRequest } from "./transfer.ts";

/** The routes by which messages enter and leave as files, or by SMTP. */
export const transferRoutes = {
  importMessages: {
    ...endpoints.importMessages,
    summary: "Store the messages of an .eml or mbox file without SMTP",
    query: NewMessageQuery,
    body: Type.Never(),
    rawBody: true,
    rawTypes: ["message/rfc822", "application/mbox", "application/octet-stream"],
    status: 201,
    response: Imported,
  },
  sendMessage: {
    ...endpoints.sendMessage,
    summary: "Compose a message and send it through the SMTP port",
    body: NewMessage,
    status: 201,
    response: MessageSummary,
  },
  exportMessages: {
    ...endpoints.exportMessages,
    summary: "All messages, or those that match, as an mbox or a zip file, oldest first",
    query: ExportQuery,
    mediaType: "application/zip",
  },
  releaseMessage: {
    ...endpoints.releaseMessage,
    summary: "Send a message to real recipients through the server of --relay, without its Bcc fields",
    params: idParams,
    body: ReleaseRequest,
    response: Released,
  },
  resendMessage: {
    ...endpoints.resendMessage,
    summary: "Send a message to the SMTP port again, with its envelope and its exact bytes",
    params: idParams,
    status: 201,
    response: MessageSummary,
  },
  getAttachmentsZip: {
    ...endpoints.getAttachmentsZip,
    summary: "All attachments as a zip file",
    params: idParams,
    mediaType: "application/zip",
  },
} as const satisfies { readonly [name: string]: ApiRoute };
