import { expect, test } from "vitest";
import { ConfigError } from "../config.ts";
import { hostPort } from "./address.ts";

test.each([
  ["localhost:2525", "localhost", 2525],
  ["localhost", "localhost", 1025],
  [":2525", "localhost", 2525],
  ["[::1]:2525", "::1", 2525],
  ["[::1]", "::1", 1025],
])("%s is host %s, port %i", (text, host, port) => {
  expect(hostPort(1025)(text)).toEqual({ host, port });
});

test.each(["localhost:", "a:b:c", "localhost:99999", "localhost:port"])("%s is refused", (text) => {
  expect(() => hostPort(1025)(text)).toThrow(ConfigError);
});
