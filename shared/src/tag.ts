import * as Type from "typebox";

const CONTROL = "\\x00-\\x1f\\x7f-\\x9f";
/** Soft hyphens, and characters that join, separate or turn others. */
const INVISIBLE = "\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f";

/** A tag of a message: without control characters, and with at least one character that is seen. */
export const Tag = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: `^[^${CONTROL}]*[^\\s${CONTROL}${INVISIBLE}][^${CONTROL}]*$`,
});
