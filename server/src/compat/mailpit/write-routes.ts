import * as Type from "typebox";
import type { WriteRoute } from "../../request/add-write-route.ts";
import { STRICT } from "../body-schemas.ts";

const Id = Type.String({ minLength: 1, maxLength: 200 });
const ids = Type.Array(Id, { maxItems: 10_000 });
const timeZone = Type.Optional(Type.String({ description: "IANA name of the time zone of dates in the search" }));
const tag = Type.String({ minLength: 1, maxLength: 1_000 });
const ByTag = Type.Object({ tag: Type.String() });

/** Clients write null for what they leave out: it is Go's nil, and the default of many JSON libraries. */
const nullable = <Schema extends Type.TSchema>(schema: Schema) => Type.Optional(Type.Union([schema, Type.Null()]));

const Trigger = Type.Optional(
  Type.Object({ ErrorCode: Type.Optional(Type.Integer()), Probability: Type.Optional(Type.Integer()) }, STRICT),
);

/** All routes of Mailpit's API that change something. Member names may be in any case, as in Go. */
export const MAILPIT_WRITE_ROUTES = {
  markMessages: {
    method: "PUT",
    path: "/api/v1/messages",
    query: Type.Object({ tz: timeZone }, STRICT),
    body: Type.Object(
      { Read: Type.Optional(Type.Boolean()), IDs: nullable(ids), Search: nullable(Type.String()) },
      STRICT,
    ),
    ignoreCase: true,
  },
  deleteMessages: {
    method: "DELETE",
    path: "/api/v1/messages",
    body: Type.Object({ IDs: Type.Optional(ids) }, STRICT),
    bodyOptional: true,
    ignoreCase: true,
  },
  deleteSearch: {
    method: "DELETE",
    path: "/api/v1/search",
    query: Type.Object({ query: Type.String(), tz: timeZone }, STRICT),
  },
  setTags: {
    method: "PUT",
    path: "/api/v1/tags",
    body: Type.Object(
      {
        IDs: Type.Array(Id, { minItems: 1, maxItems: 10_000 }),
        Tags: Type.Optional(Type.Array(tag, { maxItems: 100 })),
      },
      STRICT,
    ),
    ignoreCase: true,
  },
  renameTag: {
    method: "PUT",
    path: "/api/v1/tags/:tag",
    params: ByTag,
    body: Type.Object({ Name: tag }, STRICT),
    ignoreCase: true,
  },
  deleteTag: { method: "DELETE", path: "/api/v1/tags/:tag", params: ByTag },
  setChaos: {
    method: "PUT",
    path: "/api/v1/chaos",
    body: Type.Object({ Sender: Trigger, Recipient: Trigger, Authentication: Trigger }, STRICT),
    ignoreCase: true,
  },
  releaseMessage: {
    method: "POST",
    path: "/api/v1/message/:id/release",
    params: Type.Object({ id: Type.String() }),
    body: Type.Object({ To: Type.Array(Type.String({ minLength: 1 }), { maxItems: 10_000 }) }, STRICT),
    ignoreCase: true,
  },
  // Changes no existing message; `compose.ts` reads its members.
  send: { method: "POST", path: "/api/v1/send", body: Type.Object({}) },
} as const satisfies Record<string, WriteRoute>;
