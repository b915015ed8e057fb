import { expect, test } from "vitest";
import { ConfigError } from "../config/config-error.ts";
import { parseHostPort } from "./parse-host-port.ts";

test.each([
  ["localhost:2525", "localhost", 2525],
  ["localhost", "localhost", 1025],
  [":2525", "localhost", 2525],
  ["[::1]:2525", "::1", 2525],
  ["[::1]", "::1", 1025],
])("%s is host %s, port %i", (text, host, port) => {
  expect(parseHostPort(1025)(text)).toEqual({ host, port });
});

test.each(["localhost:", "a:b:c", "localhost:99999", "localhost:port"])("%s is refused", (text) => {
  expect(() => parseHostPort(1025)(text)).toThrow(ConfigError);
});
