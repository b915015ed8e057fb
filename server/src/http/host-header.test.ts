import { expect, test } from "vitest";
import { isLoopback } from "../base/host.ts";
import { matchesHostRule, parseHostname, splitRequestTarget } from "./host-header.ts";

test.each([
  "localhost",
  "LOCALHOST:8025",
  "mail.localhost",
  "127.0.0.1",
  "127.255.255.254:1",
  "[::1]",
  "[::1]:8025",
  "[0:0:0:0:0:0:0:1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[0:0:0:0:0:ffff:7f00:0001]:80",
])("%s is this machine", (host) => {
  expect(isLoopback(parseHostname(host))).toBe(true);
});

test.each([
  "::ffff:127.evil.example",
  "[::ffff:127.evil]",
  "[::ffff:127.evil.example]:8025",
  "127.evil.example",
  "127.0.0.1.evil.example",
  "[::ffff:128.0.0.1]",
  "[::ffff:8000:1]",
  "[::2]",
  "[::]",
  "0.0.0.0",
  "128.0.0.1",
  "localhost.evil.example",
  "notlocalhost",
  "",
])("%s is not", (host) => {
  expect(isLoopback(parseHostname(host))).toBe(false);
});

test.each([
  ["mail.test", "mail.test", true],
  ["mail.test", "MAIL.test:8025", true],
  ["a.mail.test", "mail.test", false],
  ["shop.ddev.site", ".ddev.site", true],
  ["ddev.site", ".ddev.site", true],
  ["shop.ddev.site", "*.ddev.site", true],
  ["ddev.site", "*.ddev.site", false],
  ["notddev.site", "*.ddev.site", false],
  ["notddev.site", ".ddev.site", false],
  ["any.example", "*", true],
])("the name %s and --allow-host %s: %s", (name, rule, matches) => {
  expect(matchesHostRule(name, rule)).toBe(matches);
});

test.each([
  ["/api?q=http://a/b", undefined, "/api?q=http://a/b"],
  ["http://a:1/api?q=x", "a:1", "/api?q=x"],
  ["HTTPS://u@a?q", "u@a", "/?q"],
  ["http://a", "a", "/"],
  ["//a/b", undefined, "//a/b"],
  ["*", undefined, "*"],
])("the target %s has the authority %s and the rest %s", (target, authority, origin) => {
  expect(splitRequestTarget(target)).toEqual({ authority, origin });
});
