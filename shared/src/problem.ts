import * as Type from "typebox";

/** RFC 9457 `application/problem+json`. `detail` says what to do. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: "urn:mailglass:problem:<name>; stable, for comparison" }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
  },
  { $id: "Problem", additionalProperties: true },
);
export type Problem = Type.Static<typeof Problem>;
