/**
 * Returns the query for the unread messages among the matches of another, valid query. Adjacent criteria must all
 * hold, and `OR` combines only its two neighbours, so no parentheses are needed; they would end a word like `:)`.
 */
export function toUnreadQuery(query: string): string {
  return `is:unread ${query}`;
}
