import * as Type from "typebox";
import { type Endpoint, type EndpointName, endpoints } from "./endpoints.ts";
import { Envelope } from "./envelope.ts";
import { Fault, FaultRule } from "./fault.ts";
import { Finding } from "./finding.ts";
import { Info } from "./info.ts";
import { Code, HeaderField, Link, Message, MessageSummary, Part } from "./message.ts";
import {
  Changed,
  Deleted,
  MessageFilter,
  MessageList,
  MessageListQuery,
  MessageMarks,
  MessageSelection,
  Restored,
  UndoableDeletion,
  UndoToken,
} from "./message-list.ts";
import { NewMessage, NewMessageQuery } from "./new-message.ts";
import { PreviewInfo, PreviewQuery } from "./preview.ts";
import { Session } from "./session.ts";
import { SessionList, SessionListQuery } from "./session-list.ts";
import { StreamEvent } from "./stream-event.ts";
import { WaitQuery, WaitResult } from "./wait.ts";

/** An endpoint with what it takes and gives. The server's routes, OpenAPI and the typed client all come from this. */
export interface ApiRoute extends Endpoint {
  readonly summary: string;
  readonly params?: Type.TSchema;
  readonly query?: Type.TSchema;
  readonly body?: Type.TSchema;
  /** True where the body may also be bytes, sent as message/rfc822. */
  readonly rawBody?: true;
  /** Status of a success; 200 where it is not given. */
  readonly status?: 201 | 204;
  /** Media type of a success that is not JSON. */
  readonly mediaType?: string;
  readonly response?: Type.TSchema;
}

/** Ids are ours: nothing of a message is ever in a path. */
const idSchema = Type.String({ pattern: "^[A-Za-z0-9]{1,64}$" });
const idParams = Type.Object({ id: idSchema });
const partParams = Type.Object({ id: idSchema, number: Type.String({ pattern: "^[0-9]{1,5}(\\.[0-9]{1,5}){0,99}$" }) });
const StreamQuery = Type.Object(
  {
    since: Type.Optional(Type.Integer({ minimum: 0, description: "`seq` of the last event that was seen" })),
    instance: Type.Optional(Type.String({ maxLength: 64, description: "`instance` of the hello that came before it" })),
  },
  { additionalProperties: false },
);

export const routes = {
  listMessages: {
    ...endpoints.listMessages,
    summary: "Messages, newest first",
    query: MessageListQuery,
    response: MessageList,
  },
  deleteMessages: {
    ...endpoints.deleteMessages,
    summary: "Delete all messages, or those that match",
    query: MessageFilter,
    response: Deleted,
  },
  markMessages: {
    ...endpoints.markMessages,
    summary: "Mark all messages, or those that match",
    query: MessageFilter,
    body: MessageMarks,
    response: Changed,
  },
  addMessage: {
    ...endpoints.addMessage,
    summary: "Put a message into the mailbox without SMTP",
    query: NewMessageQuery,
    body: NewMessage,
    rawBody: true,
    status: 201,
    response: MessageSummary,
  },
  deleteSelectedMessages: {
    ...endpoints.deleteSelectedMessages,
    summary: "Delete the messages that are named, or that match; undoable for 60 seconds on request",
    body: MessageSelection,
    response: UndoableDeletion,
  },
  restoreMessages: {
    ...endpoints.restoreMessages,
    summary: "Undo a deletion: restore its messages",
    body: UndoToken,
    response: Restored,
  },
  sendTestMessage: {
    ...endpoints.sendTestMessage,
    summary: "Send a test message through the SMTP port",
    status: 204,
  },
  waitForMessages: {
    ...endpoints.waitForMessages,
    summary: "Wait until messages have come that match",
    query: WaitQuery,
    response: WaitResult,
  },
  getLatestMessage: {
    ...endpoints.getLatestMessage,
    summary: "The newest message, or the newest that matches",
    query: MessageFilter,
    response: Message,
  },

  getMessage: {
    ...endpoints.getMessage,
    summary: "One message with all that is known of it",
    params: idParams,
    response: Message,
  },
  markMessage: {
    ...endpoints.markMessage,
    summary: "Mark one message",
    params: idParams,
    body: MessageMarks,
    response: MessageSummary,
  },
  deleteMessage: { ...endpoints.deleteMessage, summary: "Delete one message", params: idParams, response: Deleted },
  getRaw: {
    ...endpoints.getRaw,
    summary: "The source, byte for byte, named by its subject; Range is understood",
    params: idParams,
    mediaType: "message/rfc822",
  },
  getText: { ...endpoints.getText, summary: "The text, decoded", params: idParams, mediaType: "text/plain" },
  getHtml: {
    ...endpoints.getHtml,
    summary: "The HTML, decoded, as sent; as text/plain, so that no browser runs it",
    params: idParams,
    mediaType: "text/plain",
  },
  getHeaders: {
    ...endpoints.getHeaders,
    summary: "The header fields in order",
    params: idParams,
    response: Type.Array(HeaderField),
  },
  getEnvelope: { ...endpoints.getEnvelope, summary: "How it was sent", params: idParams, response: Envelope },
  getFindings: {
    ...endpoints.getFindings,
    summary: "What a stricter server or a mail client would object to",
    params: idParams,
    response: Type.Array(Finding),
  },
  getLinks: { ...endpoints.getLinks, summary: "Its links, each once", params: idParams, response: Type.Array(Link) },
  getCodes: { ...endpoints.getCodes, summary: "Its one-time codes", params: idParams, response: Type.Array(Code) },
  getMessageSession: {
    ...endpoints.getMessageSession,
    summary: "The SMTP session that brought it",
    params: idParams,
    response: Session,
  },
  getParts: { ...endpoints.getParts, summary: "The MIME tree", params: idParams, response: Type.Array(Part) },
  getPart: {
    ...endpoints.getPart,
    summary: "A part's decoded bytes, always as an attachment but for raster images",
    params: partParams,
    mediaType: "*/*",
  },
  getPreview: {
    ...endpoints.getPreview,
    summary: "The HTML, sanitised, for a sandboxed frame",
    params: idParams,
    query: PreviewQuery,
    mediaType: "text/html",
  },
  getPreviewInfo: {
    ...endpoints.getPreviewInfo,
    summary: "What the preview leaves out until it is asked for",
    params: idParams,
    response: PreviewInfo,
  },

  listSessions: {
    ...endpoints.listSessions,
    summary: "SMTP sessions, newest first, failed and open ones too",
    query: SessionListQuery,
    response: SessionList,
  },
  getSession: {
    ...endpoints.getSession,
    summary: "One SMTP session with its transcript",
    params: idParams,
    response: Session,
  },

  listFaults: {
    ...endpoints.listFaults,
    summary: "Scripted failures in the order in which they are tried",
    response: Type.Array(Fault),
  },
  addFault: { ...endpoints.addFault, summary: "Script a failure", body: FaultRule, status: 201, response: Fault },
  deleteFaults: { ...endpoints.deleteFaults, summary: "Remove all scripted failures", response: Deleted },
  getFault: { ...endpoints.getFault, summary: "One scripted failure", params: idParams, response: Fault },
  deleteFault: {
    ...endpoints.deleteFault,
    summary: "Remove one scripted failure",
    params: idParams,
    response: Deleted,
  },

  stream: {
    ...endpoints.stream,
    summary: "What happens, as it happens: a WebSocket, or server-sent events for Accept: text/event-stream",
    query: StreamQuery,
    mediaType: "text/event-stream",
    response: StreamEvent,
  },
  getInfo: { ...endpoints.getInfo, summary: "What runs here, and how much it holds", response: Info },
} as const satisfies { readonly [Name in EndpointName]: ApiRoute };

export type ApiRoutes = typeof routes;
