/**
 * How the placeholders of a provider's templates are written. `handlebars-required` is Handlebars at Amazon SES: each variable must have
 * a value, and none is escaped. Merge tags are Mandrill's, `*|NAME|*`; Mailjet's language is its own. With `none`, they are left as they
 * are.
 */
export type TemplateLanguage = "handlebars" | "handlebars-required" | "mustache" | "merge-tags" | "mailjet" | "none";
