import { createServer, type Server } from "node:net";
import type { FastifyInstance } from "fastify";
import { listenOnHost, type OpenListener } from "../base/listen-on-host.ts";
import { getBoundTcpAddress, startListening } from "../base/tcp-listener.ts";
import type { HostPort } from "./address.ts";

/**
 * Opens the port on all addresses of the host. Fastify listens on one; connections to the other one are passed to its server.
 *
 * @param maxConnections of each address
 */
export async function listenForHttp(
  server: FastifyInstance,
  { host, port }: HostPort,
  maxConnections: number,
): Promise<HostPort> {
  const additional = new Set<Server>();
  server.addHook("onClose", () => {
    for (const one of additional) one.close();
  });

  async function openAdditional(address: string, number: number): Promise<OpenListener> {
    // The same socket options as those of an HTTP server.
    const one = createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
      server.server.emit("connection", socket),
    );
    one.maxConnections = maxConnections;
    await startListening(one, { host: address, port: number });
    additional.add(one);
    const close = async () => {
      additional.delete(one);
      one.close();
    };
    return { ...getBoundTcpAddress(one), close };
  }

  async function openMain(address: string, number: number): Promise<OpenListener> {
    await server.listen({ host: address, port: number });
    return { ...getBoundTcpAddress(server.server), close: () => server.close() };
  }

  const isAdditional = (address: string) => host === "localhost" && address === "::1";
  const [first] = await listenOnHost(host, port, (address, number) =>
    isAdditional(address) ? openAdditional(address, number) : openMain(address, number),
  );
  return first;
}
