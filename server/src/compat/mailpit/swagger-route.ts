import type { FastifyInstance } from "fastify";
import type { MailpitContext } from "./context.ts";

/** All operations of the API with their summaries; `{name}` is a path parameter. */
const SWAGGER_OPERATIONS = [
  ["get", "/api/v1/messages", "List messages, newest first"],
  ["put", "/api/v1/messages", "Mark messages as read or unread"],
  ["delete", "/api/v1/messages", "Delete the given messages, or all"],
  ["get", "/api/v1/search", "Search messages"],
  ["delete", "/api/v1/search", "Delete the messages that match a search"],
  ["get", "/api/v1/message/{ID}", "One message; marks it as read"],
  ["get", "/api/v1/message/{ID}/headers", "Header fields of a message"],
  ["get", "/api/v1/message/{ID}/raw", "Source of a message"],
  ["get", "/api/v1/message/{ID}/part/{PartID}", "Bytes of an enclosed part"],
  ["get", "/api/v1/message/{ID}/part/{PartID}/thumb", "Thumbnail of an image"],
  ["get", "/api/v1/message/{ID}/html-check", "Support for the HTML in mail clients"],
  ["get", "/api/v1/message/{ID}/link-check", "Check the links of a message"],
  ["get", "/api/v1/message/{ID}/sa-check", "SpamAssassin's score, with --spamassassin"],
  ["get", "/api/v1/message/{ID}/rspamd-check", "Rspamd's score, with --rspamd"],
  ["post", "/api/v1/message/{ID}/release", "Release a message to other recipients"],
  ["post", "/api/v1/send", "Store a message without SMTP"],
  ["get", "/api/v1/tags", "All tags"],
  ["put", "/api/v1/tags", "Set the tags of messages"],
  ["put", "/api/v1/tags/{Tag}", "Rename a tag"],
  ["delete", "/api/v1/tags/{Tag}", "Remove a tag"],
  ["get", "/api/v1/chaos", "Chaos triggers"],
  ["put", "/api/v1/chaos", "Set chaos triggers"],
  ["get", "/api/v1/info", "Information about the server"],
  ["get", "/api/v1/webui", "Settings of the page"],
  ["get", "/view/{ID}.html", "The HTML of a message as a page"],
  ["get", "/view/{ID}.txt", "The text of a message"],
] as const;

/** Serves the list of operations as Swagger 2.0. Our own API has its schemas in `/api/openapi.json`. */
export function addSwaggerRoute(app: FastifyInstance, { version }: MailpitContext): void {
  const paths: Record<string, Record<string, object>> = {};
  for (const [method, path, summary] of SWAGGER_OPERATIONS) {
    const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => {
      return { name, in: "path", type: "string", required: true };
    });
    const responses = { 200: { description: "OK" }, 400: { description: "The error in the request" } };
    paths[path] = { ...paths[path], [method]: { summary, parameters, responses } };
  }
  app.get("/api/v1/swagger.json", async () => ({
    swagger: "2.0",
    info: { title: "Mailpit's API, provided by Mailglass", version },
    basePath: "/",
    paths,
  }));
}
