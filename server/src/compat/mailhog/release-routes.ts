import type { FastifyInstance } from "fastify";
import { addWriteRoute } from "../../request/add-write-route.ts";
import { parseWholeNumber } from "../page-range.ts";
import type { NamedUpstream } from "../release.ts";
import type { MailHogContext } from "./context.ts";
import { SHARED_WRITE_ROUTES } from "./write-routes.ts";

const ACCEPTED_MECHANISMS = ["", "PLAIN", "CRAMMD5", "CRAM-MD5"];

/**
 * Releases a message to a configured server. Credentials in the request are ignored; those of the configuration are
 * used. Saving a server is refused, because then anyone who can reach the API could choose where mail may be sent.
 */
export function addReleaseRoutes(app: FastifyInstance, { mailbox, release, upstreams }: MailHogContext): void {
  addWriteRoute(app, SHARED_WRITE_ROUTES.releaseMessage, async ({ params, body, reply }) => {
    const message = await mailbox.get(params.id);
    if (message === undefined) return reply.code(500).send("");
    const { Name = "", Save = false, Email: to = "", Host = "", Port = 25, Mechanism = "" } = body;
    const upstream = findUpstream(Name);
    if (upstream === undefined || Save || !ACCEPTED_MECHANISMS.includes(Mechanism.toUpperCase())) {
      return reply.code(400).send("");
    }
    const { host, port } = upstream ?? {
      host: Host,
      port: typeof Port === "number" ? Port : parseWholeNumber(Port, 25),
    };
    const outcome = await release(message.chunks(), {
      from: message.envelope.from.address,
      upstream: { host, port },
      to: [to],
    });
    if (outcome.type === "sent") return reply.send("");
    return reply
      .code(outcome.type === "refused" ? 400 : 500)
      .type("text/plain")
      .send(`${outcome.reason}\n`);
  });

  app.get("/v2/outgoing-smtp", async (_request, reply) => {
    const named = upstreams.map(({ name, host, port, email, username }) => [
      name,
      {
        Name: name,
        Save: false,
        Email: email,
        Host: host,
        Port: String(port),
        Username: username,
        Password: "",
        Mechanism: "",
      },
    ]);
    return reply.type("text/json").send(JSON.stringify(Object.fromEntries(named)));
  });

  /** Returns null if no name is given, undefined if there is no server with that name. */
  function findUpstream(name: string): NamedUpstream | null | undefined {
    return name === "" ? null : upstreams.find((upstream) => upstream.name === name);
  }
}
