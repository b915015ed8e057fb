import * as Type from "typebox";

/** A template that is stored at a provider in production. */
export const MailTemplate = Type.Object(
  {
    subject: Type.Optional(Type.String({ maxLength: 10_000 })),
    text: Type.Optional(Type.String({ maxLength: 1_000_000 })),
    html: Type.Optional(Type.String({ maxLength: 1_000_000 })),
  },
  {
    $id: "MailTemplate",
    additionalProperties: false,
    minProperties: 1,
    description:
      "In the template language of the provider: Handlebars, Mustache (Postmark), that of Mailjet, or merge tags (Mandrill)",
  },
);
export type MailTemplate = Type.Static<typeof MailTemplate>;

/** Pattern of the id of a template, which may name a version: `order`, `order@v2`. */
export const TEMPLATE_ID = "[A-Za-z0-9_-]{1,100}(?:@[A-Za-z0-9._-]{1,100})?";

const PROVIDER_NAME = { pattern: "^[A-Za-z0-9_-]{1,100}$" };

/** The provider of templates, e.g. sendgrid. */
export const TemplateProvider = Type.Object({ provider: Type.String(PROVIDER_NAME) });

/** A provider and the id of one of its templates. */
export const TemplateKey = Type.Object({
  provider: Type.String(PROVIDER_NAME),
  id: Type.String({ pattern: `^${TEMPLATE_ID}$` }),
});

export const TemplateList = Type.Object({ ids: Type.Array(Type.String()) }, { $id: "TemplateList" });
export type TemplateList = Type.Static<typeof TemplateList>;
