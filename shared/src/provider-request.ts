import * as Type from "typebox";

/** One value of a request to a provider's API. */
export const ProviderField = Type.Object(
  {
    name: Type.String({ description: "Its place in the request, e.g. personalizations[0].to[0].email" }),
    value: Type.String({ description: "At most 500 characters; a file is described by its size" }),
    mappedTo: Type.Union([Type.String(), Type.Null()], {
      description: "What it became in the message, e.g. To; null if it was not recognised",
    }),
  },
  { $id: "ProviderField" },
);
export type ProviderField = Type.Static<typeof ProviderField>;

/** The HTTP request by which a program sent a message through a provider's API. Secrets are masked. */
export const ProviderRequest = Type.Object(
  {
    provider: Type.String({ description: "e.g. sendgrid; also the `source` of the message" }),
    label: Type.String({ description: "The provider's name, e.g. SendGrid" }),
    method: Type.String(),
    path: Type.String({ description: "As requested, without the query" }),
    headers: Type.Array(
      Type.Object({ name: Type.String(), value: Type.String({ description: "Credentials are masked" }) }),
    ),
    fields: Type.Array(ProviderField, { description: "The first 500" }),
    fieldCount: Type.Integer(),
    messageId: Type.String({ description: "The id that the reply gave to the message" }),
    scheduledAt: Type.Union([Type.String({ format: "date-time" }), Type.Null()], {
      description: "When the provider was to send it; it is shown at once",
    }),
    template: Type.Union(
      [
        Type.Object({
          id: Type.String(),
          rendered: Type.Boolean({ description: "False if no template with this id was given to Mailglass" }),
          variables: Type.String({ description: "JSON, at most 10,000 characters" }),
        }),
        Type.Null(),
      ],
      { description: "A template that is stored at the provider; null if none was named" },
    ),
    reply: Type.Object({
      status: Type.Integer(),
      body: Type.String({ description: "At most 2,000 characters" }),
    }),
  },
  { $id: "ProviderRequest" },
);
export type ProviderRequest = Type.Static<typeof ProviderRequest>;
