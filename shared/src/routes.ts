import * as Type from "typebox";
import { type ApiRoute, idParams, idSchema } from "./api-route.ts";
import { MessageChecks, MessageChecksQuery } from "./checks.ts";
import { Comparison } from "./comparison.ts";
import { DkimCheck } from "./dkim-check.ts";
import { type EndpointName, endpoints } from "./endpoints.ts";
import { Envelope } from "./envelope.ts";
import { Fault, FaultRule } from "./fault.ts";
import { Finding } from "./finding.ts";
import { Info } from "./info.ts";
import { CheckableLinks, LinkCheck, LinkCheckQuery } from "./link-check.ts";
import { Code, HeaderField, Link, Message, MessageSummary, Part } from "./message.ts";
import { MessageContent } from "./message-content.ts";
import {
  Changed,
  Deleted,
  LatestMessageQuery,
  MessageFilter,
  MessageList,
  MessageListQuery,
  MessageMarks,
  MessageQuery,
  MessageSelection,
  Restored,
  SelectionMarks,
  UndoableDeletion,
  UndoToken,
} from "./message-list.ts";
import { NewMessage, NewMessageQuery } from "./new-message.ts";
import { PreviewInfo, PreviewQuery } from "./preview.ts";
import { ProviderRequest } from "./provider-request.ts";
import { Readers } from "./readers.ts";
import { MessageSession, Session } from "./session.ts";
import { SessionList, SessionListQuery } from "./session-list.ts";
import { SpamCheck } from "./spam-check.ts";
import { StreamEvent } from "./stream-event.ts";
import { tagRoutes } from "./tag-routes.ts";
import { templateRoutes } from "./template-routes.ts";
import { Thread } from "./thread.ts";
import { transferRoutes } from "./transfer-routes.ts";
import { WaitQuery, WaitResult } from "./wait.ts";

const pairParams = Type.Object({ id: idSchema, other: idSchema });
const partParams = Type.Object({ id: idSchema, number: Type.String({ pattern: "^[0-9]{1,5}(\\.[0-9]{1,5}){0,99}$" }) });
const StreamQuery = Type.Object(
  {
    since: Type.Optional(Type.Integer({ minimum: 0, description: "`seq` of the last event received" })),
    instance: Type.Optional(Type.String({ maxLength: 64, description: "`instance` of the preceding hello" })),
  },
  { additionalProperties: false },
);

export const routes = {
  ...transferRoutes,
  ...tagRoutes,

  listMessages: {
    ...endpoints.listMessages,
    summary: "List messages, newest first",
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
    summary: "Store a message without SMTP",
    query: NewMessageQuery,
    body: NewMessage,
    rawBody: true,
    status: 201,
    response: MessageSummary,
  },
  markSelectedMessages: {
    ...endpoints.markSelectedMessages,
    summary: "Mark messages by id, or those that match",
    body: SelectionMarks,
    response: Changed,
  },
  deleteSelectedMessages: {
    ...endpoints.deleteSelectedMessages,
    summary: "Delete messages by id, or those that match; undoable for 60 seconds on request",
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
    summary: "Wait for matching messages",
    query: WaitQuery,
    response: WaitResult,
  },
  getLatestMessage: {
    ...endpoints.getLatestMessage,
    summary: "The newest message, or the newest match",
    query: LatestMessageQuery,
    response: Message,
  },

  getMessage: {
    ...endpoints.getMessage,
    summary: "One message with all details, or with those named in `fields`",
    params: idParams,
    query: MessageQuery,
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
    summary: "The source, byte for byte, with a file name from the subject; supports Range",
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
  getEnvelope: { ...endpoints.getEnvelope, summary: "The SMTP envelope", params: idParams, response: Envelope },
  getFindings: {
    ...endpoints.getFindings,
    summary: "Findings: what a stricter server or a mail client would object to",
    params: idParams,
    response: Type.Array(Finding),
  },
  getLinks: {
    ...endpoints.getLinks,
    summary: "The links, without duplicates",
    params: idParams,
    response: Type.Array(Link),
  },
  getCodes: { ...endpoints.getCodes, summary: "The one-time codes", params: idParams, response: Type.Array(Code) },
  getMessageSession: {
    ...endpoints.getMessageSession,
    summary: "The SMTP session that delivered it, and where the message is in it",
    params: idParams,
    response: MessageSession,
  },
  getRequest: {
    ...endpoints.getRequest,
    summary: "The request to a provider's API that sent it, and how each of its fields was understood",
    params: idParams,
    response: ProviderRequest,
  },
  getParts: { ...endpoints.getParts, summary: "The MIME tree", params: idParams, response: Type.Array(Part) },
  getPart: {
    ...endpoints.getPart,
    summary: "A part's decoded bytes, as an attachment unless it is a raster image",
    params: partParams,
    mediaType: "*/*",
  },
  getChecks: {
    ...endpoints.getChecks,
    summary: "HTML support, DKIM, spam scores and links to check",
    params: idParams,
    query: MessageChecksQuery,
    response: MessageChecks,
  },
  getReaders: {
    ...endpoints.getReaders,
    summary: "How mailparser reads it, and where that differs from how Mailglass does",
    params: idParams,
    response: Readers,
  },
  getContent: {
    ...endpoints.getContent,
    summary: "Calendar events, delivery and other reports, signatures and encryption, and files in a winmail.dat",
    params: idParams,
    response: MessageContent,
  },
  getThread: {
    ...endpoints.getThread,
    summary: "The messages of its thread, and why Gmail would not show them together",
    params: idParams,
    response: Thread,
  },
  compareMessages: {
    ...endpoints.compareMessages,
    summary: "What differs between two messages, without what always differs",
    params: pairParams,
    response: Comparison,
  },
  getPreview: {
    ...endpoints.getPreview,
    summary: "The sanitized HTML, for a sandboxed frame",
    params: idParams,
    query: PreviewQuery,
    mediaType: "text/html",
  },
  getPreviewInfo: {
    ...endpoints.getPreviewInfo,
    summary: "What the preview leaves out unless requested",
    params: idParams,
    response: PreviewInfo,
  },
  getDkimCheck: {
    ...endpoints.getDkimCheck,
    summary: "DKIM signatures and alignment; keys are looked up in DNS only with --check-dns",
    params: idParams,
    response: DkimCheck,
  },
  getSpamCheck: {
    ...endpoints.getSpamCheck,
    summary: "Spam scores; sends the message to the servers of --spamassassin and --rspamd",
    params: idParams,
    response: SpamCheck,
  },
  getCheckableLinks: {
    ...endpoints.getCheckableLinks,
    summary: "The links that a link check would request",
    params: idParams,
    response: CheckableLinks,
  },
  checkLinks: {
    ...endpoints.checkLinks,
    summary: "Request each link once, with HEAD; only with --check-links, and never private addresses",
    params: idParams,
    query: LinkCheckQuery,
    response: LinkCheck,
  },

  listSessions: {
    ...endpoints.listSessions,
    summary: "List SMTP sessions, newest first, including failed and open ones",
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
    summary: "List faults in the order in which they are tried",
    response: Type.Array(Fault),
  },
  addFault: { ...endpoints.addFault, summary: "Add a fault", body: FaultRule, status: 201, response: Fault },
  deleteFaults: { ...endpoints.deleteFaults, summary: "Delete all faults", response: Deleted },
  getFault: { ...endpoints.getFault, summary: "One fault", params: idParams, response: Fault },
  replaceFault: {
    ...endpoints.replaceFault,
    summary: "Replace one fault; it keeps its id and its place, and counts from 0",
    params: idParams,
    body: FaultRule,
    response: Fault,
  },
  deleteFault: {
    ...endpoints.deleteFault,
    summary: "Delete one fault",
    params: idParams,
    response: Deleted,
  },

  ...templateRoutes,

  stream: {
    ...endpoints.stream,
    summary: "Events as they happen: a WebSocket, or server-sent events for Accept: text/event-stream",
    query: StreamQuery,
    mediaType: "text/event-stream",
    response: StreamEvent,
  },
  getInfo: { ...endpoints.getInfo, summary: "Information about the server: version, limits, counts", response: Info },
} as const satisfies { readonly [Name in EndpointName]: ApiRoute };

export type ApiRoutes = typeof routes;
