import type { IncomingHttpHeaders } from "node:http";
import { describe, expect, test } from "vitest";
import { trustProxies } from "./trusted-proxies.ts";

const read = (headers: IncomingHttpHeaders, remoteAddress = "10.0.0.7", networks = ["10.0.0.0/8", "fd00::/8"]) =>
  trustProxies(networks)({ headers, socket: { remoteAddress } });

describe("the header fields of a trusted proxy", () => {
  test.each<readonly [headers: IncomingHttpHeaders, scheme: string | undefined, prefix: string]>([
    [{}, undefined, ""],
    [{ "x-forwarded-proto": "https" }, "https", ""],
    [{ "x-forwarded-proto": "http, https" }, "https", ""],
    [{ "x-forwarded-proto": "ftp" }, undefined, ""],
    [{ forwarded: 'for=192.0.2.1;proto=https;host="evil.example"' }, "https", ""],
    [{ forwarded: "proto=http, for=x;proto=https", "x-forwarded-proto": "http" }, "https", ""],
    [{ "x-forwarded-prefix": "/mail" }, undefined, "/mail"],
    [{ "x-forwarded-prefix": "/a/b-1/" }, undefined, "/a/b-1"],
    [{ "x-forwarded-prefix": "mail" }, undefined, ""],
    [{ "x-forwarded-prefix": "//evil.example" }, undefined, ""],
    [{ "x-forwarded-prefix": "/a/../b" }, undefined, ""],
    [{ "x-forwarded-prefix": '/"><script>' }, undefined, ""],
    [{ "x-forwarded-prefix": "/a, /b" }, undefined, ""],
  ])("%j", (headers, scheme, prefix) => {
    expect(read(headers)).toEqual({ scheme, prefix });
  });
});

test.each([
  ["::ffff:10.1.2.3", ["10.0.0.0/8"], true],
  ["fd00::1", ["fd00::/8"], true],
  ["192.0.2.1", ["10.0.0.0/8"], false],
  ["127.0.0.1", ["127.0.0.1"], true],
  ["127.0.0.1", [], false],
])("from %s with %j: %s", (peer, networks, isTrusted) => {
  expect(read({ "x-forwarded-prefix": "/mail" }, peer, networks).prefix).toBe(isTrusted ? "/mail" : "");
});
