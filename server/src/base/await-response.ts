import type { ClientRequest, IncomingMessage } from "node:http";

/** Ends a request, and resolves to its response. Rejects with the error of the connection. */
export function awaitResponse(request: ClientRequest): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  request.on("response", resolve);
  request.on("error", reject);
  request.end();
  return promise;
}
