/**
 * How the placeholders of a provider's templates are written. Merge tags are Mandrill's, `*|NAME|*`; Mailjet's language is its own.
 * With `none`, they are left as they are.
 */
export type TemplateLanguage = "handlebars" | "mustache" | "merge-tags" | "mailjet" | "none";
