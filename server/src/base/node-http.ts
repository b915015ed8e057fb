/**
 * Node's HTTP modules, loaded by a call. Importing `node:http` reads all of its exports, and with `WebSocket` among them loads an
 * HTTP client and HTTP/2: 3 MiB, and a twentieth of the start.
 */
export const http = process.getBuiltinModule("node:http");
export const https = process.getBuiltinModule("node:https");
