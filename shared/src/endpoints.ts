/**
 * Method and path of each endpoint, without schemas, so that the client can be built from it in a few bytes. `as` is
 * the type of a successful response; any of them may be replaced by a problem document. `routes.ts` adds the schemas.
 */
export const endpoints = {
  listMessages: { method: "GET", path: "/api/messages", as: "json" },
  deleteMessages: { method: "DELETE", path: "/api/messages", as: "json" },
  markMessages: { method: "PATCH", path: "/api/messages", as: "json" },
  addMessage: { method: "POST", path: "/api/messages", as: "json" },
  importMessages: { method: "POST", path: "/api/messages/import", as: "json" },
  sendMessage: { method: "POST", path: "/api/messages/send", as: "json" },
  exportMessages: { method: "GET", path: "/api/messages/export", as: "bytes" },
  markSelectedMessages: { method: "POST", path: "/api/messages/mark", as: "json" },
  deleteSelectedMessages: { method: "POST", path: "/api/messages/delete", as: "json" },
  restoreMessages: { method: "POST", path: "/api/messages/restore", as: "json" },
  sendTestMessage: { method: "POST", path: "/api/messages/test", as: "none" },
  waitForMessages: { method: "GET", path: "/api/messages/wait", as: "json" },
  getLatestMessage: { method: "GET", path: "/api/messages/latest", as: "json" },

  getMessage: { method: "GET", path: "/api/messages/:id", as: "json" },
  markMessage: { method: "PATCH", path: "/api/messages/:id", as: "json" },
  deleteMessage: { method: "DELETE", path: "/api/messages/:id", as: "json" },
  releaseMessage: { method: "POST", path: "/api/messages/:id/release", as: "json" },
  resendMessage: { method: "POST", path: "/api/messages/:id/resend", as: "json" },
  getRaw: { method: "GET", path: "/api/messages/:id/raw", as: "bytes" },
  getText: { method: "GET", path: "/api/messages/:id/text", as: "text" },
  getHtml: { method: "GET", path: "/api/messages/:id/html", as: "text" },
  getHeaders: { method: "GET", path: "/api/messages/:id/headers", as: "json" },
  getEnvelope: { method: "GET", path: "/api/messages/:id/envelope", as: "json" },
  getFindings: { method: "GET", path: "/api/messages/:id/findings", as: "json" },
  getLinks: { method: "GET", path: "/api/messages/:id/links", as: "json" },
  getCodes: { method: "GET", path: "/api/messages/:id/codes", as: "json" },
  getMessageSession: { method: "GET", path: "/api/messages/:id/session", as: "json" },
  getRequest: { method: "GET", path: "/api/messages/:id/request", as: "json" },
  getParts: { method: "GET", path: "/api/messages/:id/parts", as: "json" },
  getChecks: { method: "GET", path: "/api/messages/:id/checks", as: "json" },
  getReaders: { method: "GET", path: "/api/messages/:id/readers", as: "json" },
  getContent: { method: "GET", path: "/api/messages/:id/content", as: "json" },
  getThread: { method: "GET", path: "/api/messages/:id/thread", as: "json" },
  compareMessages: { method: "GET", path: "/api/messages/:id/compare/:other", as: "json" },
  getPart: { method: "GET", path: "/api/messages/:id/parts/:number", as: "bytes" },
  getAttachmentsZip: { method: "GET", path: "/api/messages/:id/attachments.zip", as: "bytes" },
  getPreview: { method: "GET", path: "/api/messages/:id/preview", as: "text" },
  getPreviewInfo: { method: "GET", path: "/api/messages/:id/preview/info", as: "json" },
  getDkimCheck: { method: "GET", path: "/api/messages/:id/checks/dkim", as: "json" },
  getSpamCheck: { method: "GET", path: "/api/messages/:id/checks/spam", as: "json" },
  getCheckableLinks: { method: "GET", path: "/api/messages/:id/checks/links", as: "json" },
  checkLinks: { method: "POST", path: "/api/messages/:id/checks/links", as: "json" },

  listTags: { method: "GET", path: "/api/tags", as: "json" },
  renameTag: { method: "PUT", path: "/api/tags/:tag", as: "json" },
  deleteTag: { method: "DELETE", path: "/api/tags/:tag", as: "json" },
  listRecipients: { method: "GET", path: "/api/recipients", as: "json" },
  listSources: { method: "GET", path: "/api/sources", as: "json" },

  listSessions: { method: "GET", path: "/api/sessions", as: "json" },
  getSession: { method: "GET", path: "/api/sessions/:id", as: "json" },

  listFaults: { method: "GET", path: "/api/faults", as: "json" },
  addFault: { method: "POST", path: "/api/faults", as: "json" },
  deleteFaults: { method: "DELETE", path: "/api/faults", as: "json" },
  getFault: { method: "GET", path: "/api/faults/:id", as: "json" },
  replaceFault: { method: "PUT", path: "/api/faults/:id", as: "json" },
  deleteFault: { method: "DELETE", path: "/api/faults/:id", as: "json" },

  listTemplates: { method: "GET", path: "/api/templates/:provider", as: "json" },
  getTemplate: { method: "GET", path: "/api/templates/:provider/:id", as: "json" },
  putTemplate: { method: "PUT", path: "/api/templates/:provider/:id", as: "none" },
  deleteTemplate: { method: "DELETE", path: "/api/templates/:provider/:id", as: "json" },

  stream: { method: "GET", path: "/api/stream", as: "stream" },
  getInfo: { method: "GET", path: "/api/info", as: "json" },
} as const satisfies { readonly [name: string]: Endpoint };

/** `:name` in a path stands for one path segment. */
export interface Endpoint {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly as: "json" | "text" | "bytes" | "none" | "stream";
}

export type EndpointName = keyof typeof endpoints;
