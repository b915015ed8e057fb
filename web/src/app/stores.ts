import { applyInbox, EMPTY_INBOX, type Inbox, type InboxAction } from "../model/inbox.ts";
import { applySessions, NO_SESSIONS, type Sessions, type SessionsAction } from "../model/sessions.ts";
import { createStore, useStore } from "../model/store.ts";

export const inbox = createStore<Inbox, InboxAction>(EMPTY_INBOX, applyInbox);
export const sessions = createStore<Sessions, SessionsAction>(NO_SESSIONS, applySessions);

export function useInbox<Slice>(select: (inbox: Inbox) => Slice): Slice {
  return useStore(inbox, select);
}

export function useSessions<Slice>(select: (sessions: Sessions) => Slice): Slice {
  return useStore(sessions, select);
}
