import { decodePercent } from "../decode-percent.ts";
import { type Endpoint, type EndpointName, endpoints } from "../endpoints.ts";
import type { CallOptions, Calls, RawBody } from "./call-types.ts";
import { readProblem } from "./problem-error.ts";
import { openStream, type Stream, type StreamOptions } from "./stream.ts";

export interface ClientOptions {
  /**
   * URL of the server including its base path: `http://localhost:8025/mail/`. A user and password in it are sent as
   * HTTP Basic. In a page it may be omitted: then the page's own address (`<base href>`) is used.
   */
  readonly url?: string | URL;
  readonly fetch?: typeof fetch;
  readonly WebSocket?: typeof WebSocket;
}

export interface Client extends Calls {
  /** Ends with a slash; contains no password. */
  readonly url: URL;
  /** Returns the URL of an endpoint, for links, frames and downloads. */
  urlOf(name: EndpointName, params?: PathParams, query?: QueryParams): URL;
  /** Subscribes to events; see `openStream`. */
  openStream(options: Omit<StreamOptions, "url" | "WebSocket" | "headers">): Stream;
}

type PathParams = { readonly [name: string]: string };
type QueryParams = { readonly [name: string]: unknown };
type UntypedInput = { readonly params?: PathParams; readonly query?: QueryParams; readonly body?: object | string };

/** Creates a typed client of the HTTP API: one function per endpoint, and the stream. Requires only `fetch`. */
export function createClient(options: ClientOptions = {}): Client {
  const { url, authorization } = parseBaseUrl(options.url ?? globalThis.document.baseURI);
  // Called as a plain function, because a browser's fetch throws for any other `this`.
  const send = options.fetch ?? ((...request: Parameters<typeof fetch>) => globalThis.fetch(...request));

  const urlOf = (name: EndpointName, params: PathParams = {}, query: QueryParams = {}): URL => {
    const path = endpoints[name].path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ""));
    const target = new URL(path.slice(1), url);
    for (const [key, value] of Object.entries(query)) {
      for (const item of Array.isArray(value) ? value : [value]) {
        if (item !== undefined) target.searchParams.append(key, String(item));
      }
    }
    return target;
  };

  const call: CallEndpoint = async (name, input = {}, { signal } = {}) => {
    const { method, as }: Endpoint = endpoints[name];
    const { type, body } = encodeBody(input.body);
    const response = await send(urlOf(name, input.params, input.query), {
      method,
      headers: {
        ...(type === undefined ? {} : { "content-type": type }),
        ...(authorization === undefined ? {} : { authorization }),
      },
      body: body ?? null,
      signal: signal ?? null,
    });
    if (!response.ok) throw await readProblem(response);
    return readBody(response, as);
  };

  return {
    ...createCalls(call),
    url,
    urlOf,
    openStream: (streamOptions) =>
      openStream({
        ...streamOptions,
        url: urlOf("stream"),
        ...(options.WebSocket ? { WebSocket: options.WebSocket } : {}),
        ...(authorization === undefined ? {} : { headers: { authorization } }),
      }),
  };
}

type CallEndpoint = (name: EndpointName, input?: UntypedInput, options?: CallOptions) => Promise<unknown>;

function createCalls(call: CallEndpoint): Calls {
  const names = Object.keys(endpoints);
  // oxlint-disable typescript/no-unsafe-type-assertion -- what a mapped type says of an object, no code can build
  const calls: object = Object.fromEntries(names.map((name) => [name, call.bind(undefined, name as EndpointName)]));
  return calls as Calls;
  // oxlint-enable typescript/no-unsafe-type-assertion
}

/** Returns the base URL with a final slash, so that paths resolve below it, and removes the password from it. */
function parseBaseUrl(input: string | URL): { url: URL; authorization: string | undefined } {
  const url = new URL(input);
  url.search = "";
  url.hash = "";
  url.pathname = url.pathname.replace(/[^/]*$/, (last) => (last === "" || last.includes(".") ? "" : `${last}/`));
  if (url.username === "") return { url, authorization: undefined };
  const bytes = new TextEncoder().encode(`${decodePercent(url.username)}:${decodePercent(url.password)}`);
  url.username = "";
  url.password = "";
  return { url, authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` };
}

const isRawBody = (body: object | string): body is RawBody => typeof body === "string" || body instanceof Uint8Array;

function encodeBody(body: object | string | undefined): { type?: string; body?: BodyInit } {
  if (body === undefined) return {};
  if (isRawBody(body)) return { type: "message/rfc822", body };
  return { type: "application/json", body: JSON.stringify(body) };
}

async function readBody(response: Response, as: Endpoint["as"]): Promise<unknown> {
  if (as === "json") return response.json();
  if (as === "text") return response.text();
  if (as === "bytes") return new Uint8Array(await response.arrayBuffer());
  return undefined;
}
