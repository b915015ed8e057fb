import type { ListenOptions, Server } from "node:net";

/** Resolves once the server accepts connections. Rejects with the system's error if it cannot. */
export async function startListening(server: Server, target: ListenOptions): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject).listen(target, resolve);
  await promise;
  server.off("error", reject);
}

/** The address of a listener on TCP, with the port that the system chose. */
export function getBoundTcpAddress(server: Pick<Server, "address">): { readonly host: string; readonly port: number } {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The listener is closed");
  return { host: address.address, port: address.port };
}
