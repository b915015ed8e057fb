export type { CallName, CallOptions, Calls, Input, Output, RawBody } from "./call.ts";
export { type Client, type ClientOptions, createClient } from "./client.ts";
export { ProblemError } from "./problem.ts";
export { openStream, type Stream, type StreamOptions, type StreamState } from "./stream.ts";
