import { isProviderSource, PROVIDER_SOURCES } from "@mailglass/shared";
import type { FastifyInstance } from "fastify";
import { MAX_TEMPLATES, type TemplateStore } from "../mailbox/template-store.ts";
import { addRoute } from "./add-route.ts";
import { HttpProblem, notFoundProblem } from "./http-problem.ts";

/** Templates that programs name when they send through the API of a provider. */
export function addTemplateRoutes(app: FastifyInstance, templates: TemplateStore): void {
  addRoute(app, "listTemplates", async ({ params }) => ({ ids: await templates.list(params.provider) }));

  addRoute(app, "getTemplate", async ({ params: { provider, id } }) => {
    const template = await templates.find(provider, id);
    if (template === undefined) throw notFoundProblem("template", id);
    return template;
  });

  addRoute(app, "putTemplate", async ({ params: { provider, id }, body }) => {
    if (!isProviderSource(provider))
      throw new HttpProblem(
        "bad-request",
        `There is no provider ${provider}. It must be one of: ${PROVIDER_SOURCES.join(", ")}.`,
      );
    if (templates.size >= MAX_TEMPLATES && !templates.has(provider, id))
      throw new HttpProblem(
        "too-many",
        `There are ${MAX_TEMPLATES} templates. Delete those that are no longer needed.`,
      );
    templates.set(provider, id, body);
    return undefined;
  });

  addRoute(app, "deleteTemplate", ({ params: { provider, id } }) => {
    if (!templates.delete(provider, id)) throw notFoundProblem("template", id);
    return { deleted: 1 };
  });
}
