import { type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { createServer } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { WebSocket } from "ws";

/** A reverse proxy that answers for `mail.test` on the loopback. */
export interface ProxyAddress {
  readonly scheme: "http" | "https";
  readonly port: number;
}

export interface Answer {
  readonly status: number | undefined;
  readonly body: string;
}

export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Ends a proxy without waiting for its open connections. */
export async function stopProxy(proxy: ChildProcess): Promise<void> {
  if (proxy.exitCode !== null) return;
  const exited = once(proxy, "exit");
  proxy.kill("SIGQUIT");
  proxy.kill("SIGTERM");
  await exited;
}

/** Sends a request as a browser would, whose address bar shows `mail.test`. */
export function browseProxy(
  { scheme, port }: ProxyAddress,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const options = {
    host: "127.0.0.1",
    port,
    method,
    path,
    headers: { host: `mail.test:${port}`, ...headers },
    agent: false,
  };
  const request =
    scheme === "https"
      ? requestHttps({ ...options, servername: "mail.test", rejectUnauthorized: false })
      : requestHttp(options);
  request.on("response", (response) => {
    text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
  });
  request.on("error", reject).end();
  return promise;
}

/** What a browser sends with a write of the page. */
export const writeOf = (origin: string, site?: string) => ({
  origin,
  ...(site === undefined ? {} : { "sec-fetch-site": site }),
});

/** Opens a WebSocket as the page of this origin, and returns its first message. */
export function readFirstFrame(
  { scheme, port }: ProxyAddress,
  path: string,
  origin: string,
  site?: string,
): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const headers = { host: `mail.test:${port}`, ...(site === undefined ? {} : { "sec-fetch-site": site }) };
  const url = `${scheme === "https" ? "wss" : "ws"}://127.0.0.1:${port}${path}`;
  // `servername` is passed to TLS; the types of ws lack it.
  const options = { origin, headers, servername: "mail.test", rejectUnauthorized: false };
  const socket = new WebSocket(url, options);
  onTestFinished(() => socket.terminate());
  socket.once("message", (data: Buffer) => resolve(data.toString())).once("error", reject);
  return promise;
}
