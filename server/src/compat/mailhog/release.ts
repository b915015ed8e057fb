import type { FastifyInstance } from "fastify";
import { jsonOf } from "../any-body.ts";
import { readJson } from "../json.ts";
import { wholeNumber } from "../range.ts";
import type { NamedUpstream } from "../release.ts";
import type { MailHog } from "./face.ts";

const MECHANISMS = ["", "PLAIN", "CRAMMD5", "CRAM-MD5"];

/**
 * Release, to a server that the operator has named. The credentials in the request are not used: those of the server's
 * configuration are. A server is never saved: that would let whoever reaches the API choose where mail may go.
 */
export function releaseRoutes(app: FastifyInstance, { mailbox, release, upstreams }: MailHog): void {
  app.post<{ Params: { id: string } }>("/v1/messages/:id/release", async (request, reply) => {
    const json = readJson(jsonOf(request.body));
    const message = mailbox.get(request.params.id);
    if (message === undefined) return reply.code(500).send("");
    const upstream = json && upstreamOf(json.text("Name") ?? "");
    const to = json?.text("Email") ?? "";
    const mechanism = (json?.text("Mechanism") ?? "").toUpperCase();
    if (json === undefined || upstream === undefined || json.flag("Save") || !MECHANISMS.includes(mechanism)) {
      return reply.code(400).send("");
    }
    const { host, port } = upstream ?? {
      host: json.text("Host") ?? "",
      port: json.number("Port") ?? wholeNumber(json.text("Port"), 25),
    };
    const outcome = await release(message.raw(), {
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

  /** Null where no name is given, undefined where there is none of that name. */
  function upstreamOf(name: string): NamedUpstream | null | undefined {
    return name === "" ? null : upstreams.find((upstream) => upstream.name === name);
  }
}
