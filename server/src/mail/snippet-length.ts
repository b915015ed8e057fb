/** Maximum length of a message's snippet, in UTF-16 code units. */
export const SNIPPET_LENGTH = 200;
