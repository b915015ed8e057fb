import type { Static, TSchema } from "typebox";
import type { EndpointName } from "../endpoints.ts";
import type { Route, Routes } from "../routes.ts";

/** Optional properties may also be given as undefined, which leaves them out. */
type Loose<T> = { readonly [K in keyof T]: undefined extends T[K] ? T[K] | undefined : T[K] };

type Given<Key extends string, Schema> = Schema extends TSchema
  ? object extends Static<Schema>
    ? { readonly [K in Key]?: Loose<Static<Schema>> | undefined }
    : { readonly [K in Key]: Loose<Static<Schema>> }
  : object;

type Field<R, Key extends keyof Route> = R extends { readonly [K in Key]: infer Schema } ? Schema : undefined;

/** A body that stands for itself: bytes, or text, sent as message/rfc822. */
export type RawBody = Uint8Array<ArrayBuffer> | string;

type Body<R> = R extends { readonly rawBody: true; readonly body: infer Schema extends TSchema }
  ? { readonly body: Loose<Static<Schema>> | RawBody }
  : Given<"body", Field<R, "body">>;

/** What a call takes: the parameters in its path, its query, its body. */
export type Input<Name extends EndpointName> = Given<"params", Field<Routes[Name], "params">> &
  Given<"query", Field<Routes[Name], "query">> &
  Body<Routes[Name]>;

/** What a call gives. */
export type Output<Name extends EndpointName> = Routes[Name]["as"] extends "json"
  ? Static<Extract<Field<Routes[Name], "response">, TSchema>>
  : Routes[Name]["as"] extends "text"
    ? string
    : Routes[Name]["as"] extends "bytes"
      ? Uint8Array<ArrayBuffer>
      : undefined;

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

type Arguments<Name extends EndpointName> =
  object extends Input<Name>
    ? [input?: Input<Name>, options?: CallOptions]
    : [input: Input<Name>, options?: CallOptions];

/** Everything that is asked with one request: all endpoints but the stream. */
export type CallName = Exclude<EndpointName, "stream">;

/** One function an endpoint. Each rejects with `ProblemError` when the server refuses, with `TypeError` when it is not there. */
export type Calls = { readonly [Name in CallName]: (...input: Arguments<Name>) => Promise<Output<Name>> };
