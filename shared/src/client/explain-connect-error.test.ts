import { expect, test } from "vitest";
import { parseServerUrl } from "./explain-connect-error.ts";

test.each(["http://localhost:8025", "https://mail.test/mail/"])("%s is a URL", (text) => {
  expect(parseServerUrl(text).href).toMatch(/^https?:\/\//);
});

test.each([
  ["localhost:8025", "http://localhost:8025"],
  ["localhost", "http://localhost"],
  ["mailglass:8025", "http://mailglass:8025"],
  ["mailpit", "http://mailpit"],
  ["mail.test/mail", "http://mail.test/mail"],
  ["127.0.0.1:8025/mail/", "http://127.0.0.1:8025/mail/"],
  ["smtp://localhost:1025", "http://localhost:8025"],
  ["undefined", "http://localhost:8025"],
  ["", "http://localhost:8025"],
])("“%s” is none, and the error suggests %s", (text, suggestion) => {
  expect(() => parseServerUrl(text)).toThrow(
    `“${text}” is not the URL of a Mailglass: it must begin with http:// or https://, such as ${suggestion}`,
  );
});
