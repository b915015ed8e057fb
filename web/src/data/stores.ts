import { reduceInbox } from "../model/inbox.ts";
import type { InboxAction } from "../model/inbox-action.ts";
import { EMPTY_INBOX, type InboxState } from "../model/inbox-state.ts";
import { EMPTY_SESSIONS, reduceSessions, type SessionsAction, type SessionsState } from "../model/sessions.ts";
import { createStore, useStore } from "./store.ts";

export const inboxStore = createStore<InboxState, InboxAction>(EMPTY_INBOX, reduceInbox);
export const sessionsStore = createStore<SessionsState, SessionsAction>(EMPTY_SESSIONS, reduceSessions);

export function useInbox<Slice>(select: (inbox: InboxState) => Slice): Slice {
  return useStore(inboxStore, select);
}

export function useSessions<Slice>(select: (sessions: SessionsState) => Slice): Slice {
  return useStore(sessionsStore, select);
}
