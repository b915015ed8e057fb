import { Agent, request } from "node:http";

/** A small HTTP client with keep-alive connections, so that the figures are those of the server, not of the client. */
const agent = new Agent({ keepAlive: true, maxSockets: 4 });

/** Returns the body of a response; fails unless its status is 200. */
export function fetchPage(port: number, path: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, path, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const body = Buffer.concat(chunks);
        if (response.statusCode === 200) resolve(body);
        else reject(new Error(`${path}: ${response.statusCode} ${body.toString()}`));
      });
      response.on("error", reject);
    });
    asked.on("error", reject).end();
  });
}

export async function fetchJson<T>(port: number, path: string): Promise<T> {
  return JSON.parse((await fetchPage(port, path)).toString()) as T;
}

/** Requests `path` and returns the time until the whole response has arrived, in ms. */
export async function timeFetch(port: number, path: string): Promise<number> {
  const started = performance.now();
  await fetchPage(port, path);
  return performance.now() - started;
}
