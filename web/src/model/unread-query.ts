/**
 * The query for what is unread of what another one finds. What stands side by side must all hold, and `OR` joins its two
 * neighbours only: brackets are not needed, and would end a word like `:)`. The other one is to be valid by itself.
 */
export function toUnreadQuery(query: string): string {
  return `is:unread ${query}`;
}
