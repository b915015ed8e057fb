import * as Type from "typebox";
import type { ApiRoute } from "./api-route.ts";
import { endpoints } from "./endpoints.ts";
import { Changed } from "./message-list.ts";
import { NameCountQuery, RecipientList, SourceList, TagList, TagRename } from "./name-count.ts";

const tagParams = Type.Object({ tag: Type.String({ minLength: 1, maxLength: 200 }) });

/** The routes for tags, recipients and sources. */
export const tagRoutes = {
  listTags: {
    ...endpoints.listTags,
    summary: "List tags with the number of messages, most frequent first",
    query: NameCountQuery,
    response: TagList,
  },
  renameTag: {
    ...endpoints.renameTag,
    summary: "Rename a tag in all messages",
    params: tagParams,
    body: TagRename,
    response: Changed,
  },
  deleteTag: {
    ...endpoints.deleteTag,
    summary: "Remove a tag from all messages",
    params: tagParams,
    response: Changed,
  },
  listRecipients: {
    ...endpoints.listRecipients,
    summary: "List recipients with the number of messages, most frequent first",
    query: NameCountQuery,
    response: RecipientList,
  },
  listSources: {
    ...endpoints.listSources,
    summary: "List how messages arrived (SMTP, the APIs of providers) with the number of messages, most frequent first",
    query: NameCountQuery,
    response: SourceList,
  },
} as const satisfies { readonly [name: string]: ApiRoute };
