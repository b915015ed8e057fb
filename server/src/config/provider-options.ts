import { defineOption } from "./define-option.ts";
import { list, optional, text } from "./option-types.ts";

/** Options of the APIs of mail providers. */
export const PROVIDER_OPTIONS = {
  providerKey: defineOption(
    "provider-key",
    list("KEY"),
    [],
    "Provider APIs",
    "accept only this key from programs that send mail through the HTTP API of a provider; by default, any key",
  ),

  templates: defineOption(
    "templates",
    optional(text("FOLDER")),
    null,
    "Provider APIs",
    "templates that are stored at a provider: FOLDER/PROVIDER/ID.html, ID.txt and ID.subject",
  ),
} as const;
