import type { MessageList, MessageSummary, StreamEvent } from "@mailglass/shared";
import type { LoadedPage } from "./merge-pages.ts";

/** Everything that can happen to the inbox. */
export type InboxAction =
  | { readonly type: "loading"; readonly query: string }
  | { readonly type: "failed"; readonly problem: string }
  | { readonly type: "loaded"; readonly query: string; readonly list: MessageList }
  | ({ readonly type: "older-page" | "newer-page" } & LoadedPage)
  | ({ readonly type: "page-at"; readonly offset: number } & LoadedPage)
  | { readonly type: "events"; readonly events: readonly StreamEvent[] }
  | { readonly type: "row-completed"; readonly row: MessageSummary }
  | { readonly type: "marked"; readonly ids: readonly string[]; readonly read: boolean }
  | { readonly type: "trimmed"; readonly keep: number }
  | { readonly type: "picked"; readonly ids: readonly string[] }
  | { readonly type: "focused"; readonly id: string | null }
  | { readonly type: "counted"; readonly query: string; readonly list: MessageList };
