import * as Type from "typebox";

/** For an object that has the given members only. */
export const STRICT = { additionalProperties: false } as const;

/** A text that may be left out. Libraries write null for what they leave out. */
export const NULLABLE_TEXT = Type.Optional(Type.Union([Type.String(), Type.Null()]));
