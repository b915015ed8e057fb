import type { ApiRoute } from "./api-route.ts";
import { endpoints } from "./endpoints.ts";
import { MailTemplate, TemplateKey, TemplateList, TemplateProvider } from "./mail-template.ts";
import { Deleted } from "./message-list.ts";

/** Routes of templates that are stored at a provider in production. */
export const templateRoutes = {
  listTemplates: {
    ...endpoints.listTemplates,
    summary: "List the templates of a provider",
    params: TemplateProvider,
    response: TemplateList,
  },
  getTemplate: { ...endpoints.getTemplate, summary: "One template", params: TemplateKey, response: MailTemplate },
  putTemplate: {
    ...endpoints.putTemplate,
    summary: "Store a template that programs refer to by its id at the provider",
    params: TemplateKey,
    body: MailTemplate,
    status: 204,
  },
  deleteTemplate: {
    ...endpoints.deleteTemplate,
    summary: "Delete a template that was stored with PUT",
    params: TemplateKey,
    response: Deleted,
  },
} as const satisfies { readonly [name: string]: ApiRoute };
