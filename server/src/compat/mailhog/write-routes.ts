import * as Type from "typebox";
import type { WriteRoute } from "../../request/add-write-route.ts";
import { STRICT } from "../body-schemas.ts";

const ById = Type.Object({ id: Type.String() });
const NoMembers = Type.Object({}, STRICT);

const chance = Type.Optional(Type.Number({ minimum: 0, maximum: 1 }));
const speed = Type.Optional(Type.Number({ minimum: 0 }));
const JimSettings = Type.Object(
  {
    DisconnectChance: chance,
    AcceptChance: chance,
    LinkSpeedAffect: chance,
    LinkSpeedMin: speed,
    LinkSpeedMax: speed,
    RejectSenderChance: chance,
    RejectRecipientChance: chance,
    RejectAuthChance: chance,
  },
  STRICT,
);

const text = Type.Optional(Type.String());
const Release = Type.Object(
  {
    Name: text,
    Save: Type.Optional(Type.Boolean()),
    Email: text,
    Host: text,
    Port: Type.Optional(Type.Union([Type.String(), Type.Integer()])),
    Username: text,
    Password: text,
    Mechanism: text,
  },
  STRICT,
);

/** All routes of MailHog's API that change something, below `/api` and `/mailhog/api`. */
export const SHARED_WRITE_ROUTES = {
  deleteMessage: { method: "DELETE", path: "/v1/messages/:id", params: ById },
  releaseMessage: {
    method: "POST",
    path: "/v1/messages/:id/release",
    params: ById,
    body: Release,
    ignoreCase: true,
  },
  startJim: { method: "POST", path: "/v2/jim", body: JimSettings, bodyOptional: true, ignoreCase: true },
  updateJim: { method: "PUT", path: "/v2/jim", body: JimSettings, ignoreCase: true },
  stopJim: { method: "DELETE", path: "/v2/jim" },
} as const satisfies Record<string, WriteRoute>;

/** Routes below `/mailhog/api` only, because Mailpit has the same route below `/api`. */
export const MAILHOG_WRITE_ROUTES = {
  deleteMessages: { method: "DELETE", path: "/v1/messages", body: NoMembers, bodyOptional: true },
} as const satisfies Record<string, WriteRoute>;
