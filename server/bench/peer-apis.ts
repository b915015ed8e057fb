/** How the list, a search and a message are requested from each catcher that has a page. Paths are those that its page uses. */
export interface PeerApi {
  readonly list: string;
  /** Undefined if it cannot search. */
  readonly search?: (words: string) => string;
  /** Returns the path of the message at this place of the list. */
  open(list: unknown, at: number): string;
  /** A WebSocket that reports new messages; undefined if it has none. */
  readonly socket?: string;
}

type Item = Readonly<Record<string, string>>;

/** Returns the id of an item in a list, or in the member `key` of an object. */
function readId(list: unknown, key: string | undefined, at: number, id: string): string {
  const items = (key === undefined ? list : (list as Record<string, unknown>)[key]) as readonly Item[];
  return items[at]?.[id] ?? "";
}

export const PEER_APIS: Readonly<Record<string, PeerApi>> = {
  mailglass: {
    list: "/api/messages?limit=50",
    search: (words) => `/api/messages?limit=50&q=${encodeURIComponent(words)}`,
    open: (list, at) => `/api/messages/${readId(list, "items", at, "id")}`,
    socket: "/api/stream",
  },
  Mailpit: {
    list: "/api/v1/messages?limit=50",
    search: (words) => `/api/v1/search?limit=50&query=${encodeURIComponent(words)}`,
    open: (list, at) => `/api/v1/message/${readId(list, "messages", at, "ID")}`,
    socket: "/api/events",
  },
  Inbucket: {
    list: "/api/v1/mailbox/bob",
    open: (list, at) => `/api/v1/mailbox/bob/${readId(list, undefined, at, "id")}`,
    socket: "/api/v1/monitor/messages",
  },
  MailHog: {
    list: "/api/v2/messages?limit=50",
    search: (words) => `/api/v2/search?limit=50&kind=containing&query=${encodeURIComponent(words)}`,
    open: (list, at) => `/api/v1/messages/${readId(list, "items", at, "ID")}`,
    socket: "/api/v2/websocket",
  },
  MailDev: {
    list: "/api/email",
    open: (list, at) => `/api/email/${readId(list, undefined, at, "id")}`,
  },
  GreenMail: {
    list: "/api/user/bob@example.net/messages",
    open: () => "/api/user/bob@example.net/messages",
  },
};
