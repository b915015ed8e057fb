import type { Static, TSchema } from "typebox";
import type { ApiRoute } from "../api-route.ts";
import type { EndpointName } from "../endpoints.ts";
import type { ApiRoutes } from "../routes.ts";

/** Allows undefined for optional properties; such a property is omitted. */
type AllowUndefined<T> = { readonly [K in keyof T]: undefined extends T[K] ? T[K] | undefined : T[K] };

type InputPart<Key extends string, Schema> = Schema extends TSchema
  ? object extends Static<Schema>
    ? { readonly [K in Key]?: AllowUndefined<Static<Schema>> | undefined }
    : { readonly [K in Key]: AllowUndefined<Static<Schema>> }
  : object;

type RouteSchema<R, Key extends keyof ApiRoute> = R extends { readonly [K in Key]: infer Schema } ? Schema : undefined;

/** A complete body: bytes or text, sent as message/rfc822. */
export type RawBody = Uint8Array<ArrayBuffer> | string;

type BodyInput<R> = R extends { readonly rawBody: true; readonly body: infer Schema extends TSchema }
  ? { readonly body: AllowUndefined<Static<Schema>> | RawBody }
  : InputPart<"body", RouteSchema<R, "body">>;

/** Arguments of a call: path parameters, query, body. */
export type CallInput<Name extends EndpointName> = InputPart<"params", RouteSchema<ApiRoutes[Name], "params">> &
  InputPart<"query", RouteSchema<ApiRoutes[Name], "query">> &
  BodyInput<ApiRoutes[Name]>;

/** The result of a call without `fields`. */
export type CallOutput<Name extends EndpointName> = ApiRoutes[Name]["as"] extends "json"
  ? Static<Extract<RouteSchema<ApiRoutes[Name], "response">, TSchema>>
  : ApiRoutes[Name]["as"] extends "text"
    ? string
    : ApiRoutes[Name]["as"] extends "bytes"
      ? Uint8Array<ArrayBuffer>
      : undefined;

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

type CallArguments<Input> = object extends Input
  ? [input?: Input, options?: CallOptions]
  : [input: Input, options?: CallOptions];

/** A message, or a list of them, with only the members that were requested. */
type Selected<Output> = Output extends { readonly items: readonly (infer Item)[] }
  ? { readonly items: Selected<Item>[] }
  : Partial<Output> & Pick<Output, "id" & keyof Output>;

interface WithFields {
  readonly query: { readonly fields: string };
}
interface WithoutFields {
  readonly query?: { readonly fields?: undefined };
}

type HasFields<Input> = Input extends { readonly query?: infer Query }
  ? "fields" extends keyof NonNullable<Query>
    ? true
    : false
  : false;

type Call<Input, Output> =
  HasFields<Input> extends true
    ? {
        (input: Input & WithFields, options?: CallOptions): Promise<Selected<Output>>;
        (...input: CallArguments<Input & WithoutFields>): Promise<Output>;
      }
    : (...input: CallArguments<Input>) => Promise<Output>;

/** All endpoints with a single response, i.e. all but the stream. */
export type CallName = Exclude<EndpointName, "stream">;

/**
 * One function per endpoint. Rejects with `ProblemError` if the server refuses, with `TypeError` if it cannot be
 * reached.
 */
export type Calls = { readonly [Name in CallName]: Call<CallInput<Name>, CallOutput<Name>> };
