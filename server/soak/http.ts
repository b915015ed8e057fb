import { request } from "node:http";
import { buffer } from "node:stream/consumers";
import { check, inTime } from "./failure.ts";

export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

export interface Asked {
  readonly method?: string;
  readonly json?: unknown;
  /** Sent as message/rfc822. */
  readonly raw?: Buffer;
}

/**
 * Uses a new connection for each request, so that none is lost on a keep-alive connection that the server has just closed.
 * Fails if the status is 500 or above.
 */
export class Http {
  readonly port: number;

  constructor(port: number) {
    this.port = port;
  }

  async call(path: string, { method = "GET", json, raw }: Asked = {}): Promise<Answer> {
    const body = raw ?? (json === undefined ? undefined : Buffer.from(JSON.stringify(json)));
    const headers = {
      ...(raw ? { "content-type": "message/rfc822" } : {}),
      ...(json === undefined ? {} : { "content-type": "application/json" }),
    };
    const answer = await inTime(
      `${method} ${path}`,
      new Promise<Answer>((resolve, reject) => {
        const sent = request({ host: "127.0.0.1", port: this.port, path, method, headers, agent: false });
        sent.once("response", (response) => {
          buffer(response).then((bytes) => resolve({ status: response.statusCode ?? 0, body: bytes }), reject);
        });
        sent.once("error", reject).end(body);
      }),
    );
    check(answer.status < 500, () => `${method} ${path}: ${answer.status} ${answer.body.toString().slice(0, 500)}`);
    return answer;
  }

  /** Returns the JSON of a response, which must be a success. */
  async json<Body>(path: string, asked: Asked = {}): Promise<Body> {
    const { status, body } = await this.call(path, asked);
    check(status < 300, () => `${asked.method ?? "GET"} ${path}: ${status} ${body.toString().slice(0, 500)}`);
    return JSON.parse(body.toString()) as Body;
  }
}
