import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import type { FastifyInstance } from "fastify";
import type { Certificate } from "../base/certificates/create-certificate.ts";
import { listenOnHost, type OpenListener } from "../base/listen-on-host.ts";
import { getBoundTcpAddress, startListening } from "../base/tcp-listener.ts";
import type { HostPort } from "./address.ts";

/** The same socket options as those of an HTTP server. */
const SOCKET_OPTIONS = { allowHalfOpen: true, noDelay: true } as const;
/** Milliseconds that a TLS handshake may take. */
const HANDSHAKE_TIMEOUT_MS = 30_000;

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
  async function openMain(address: string, number: number): Promise<OpenListener> {
    await server.listen({ host: address, port: number });
    return { ...getBoundTcpAddress(server.server), close: () => server.close() };
  }

  const openAdditional = (address: string, number: number) => {
    const additional = createServer(SOCKET_OPTIONS, (socket) => server.server.emit("connection", socket));
    return openAdditionalServer(server, additional, { host: address, port: number }, maxConnections);
  };
  const isAdditional = (address: string) => host === "localhost" && address === "::1";
  const [first] = await listenOnHost(host, port, (address, number) =>
    isAdditional(address) ? openAdditional(address, number) : openMain(address, number),
  );
  return first;
}

/** Opens a port for HTTPS, in addition to the server's own port. Decrypted connections are passed to its server. */
export async function listenForHttps(
  server: FastifyInstance,
  { host, port }: HostPort,
  certificate: Certificate,
  maxConnections: number,
): Promise<HostPort> {
  const [first] = await listenOnHost(host, port, (address, number) => {
    const options = { ...SOCKET_OPTIONS, ...certificate, handshakeTimeout: HANDSHAKE_TIMEOUT_MS };
    const additional = createTlsServer({ ...options, ALPNProtocols: ["http/1.1"] }, (socket) =>
      server.server.emit("connection", socket),
    );
    // A client that speaks plaintext, or does not trust the certificate.
    additional.on("tlsClientError", (_error, socket) => socket.destroy());
    return openAdditionalServer(server, additional, { host: address, port: number }, maxConnections);
  });
  return first;
}

/** Opens a listener that closes with the server. */
async function openAdditionalServer(
  server: FastifyInstance,
  additional: Server,
  address: HostPort,
  maxConnections: number,
): Promise<OpenListener> {
  // Connections that are no requests yet, because their TLS handshake has not ended, must not keep the process alive.
  const sockets = new Set<Socket>();
  additional.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  const close = async () => {
    additional.close();
    for (const socket of sockets) socket.destroy();
  };
  additional.maxConnections = maxConnections;
  await startListening(additional, address);
  server.server.once("close", () => void close());
  return { ...getBoundTcpAddress(additional), close };
}
