import { expect, test } from "vitest";
import { parseUpstream } from "./upstream.ts";

test("a user and a password are read with their escapes", () => {
  expect(parseUpstream("smtp://jo%40example.com:a%2Fb@mail.example:587?name=Out&email=qa@example.com")).toEqual({
    name: "Out",
    host: "mail.example",
    port: 587,
    secure: false,
    requireStartTls: false,
    verify: true,
    mechanism: null,
    user: "jo@example.com",
    password: "a/b",
    email: "qa@example.com",
  });
});

test("a percent sign that escapes nothing is literal", () => {
  expect(parseUpstream("smtps://jo:50%off@mail.example")).toMatchObject({ user: "jo", password: "50%off", port: 465 });
});

test.each(["mail.example:2525", "jo:secret@mail.example:2525"])("%j needs no scheme", (text) => {
  expect(parseUpstream(text)).toMatchObject({ host: "mail.example", port: 2525, secure: false });
});

test("the connection may need STARTTLS, an unknown certificate and one mechanism", () => {
  expect(parseUpstream("smtp://jo:x@mail.example:587?starttls=required&verify=no&auth=cram-md5")).toMatchObject({
    requireStartTls: true,
    verify: false,
    mechanism: "CRAM-MD5",
  });
});

test.each(["starttls=yes", "verify=yes", "auth=ntlm"])("?%s is refused", (query) => {
  expect(parseUpstream(`smtp://mail.example?${query}`)).toBeUndefined();
});

test.each(["", "smtps://mail.example?starttls=required", "http://mail.example", "smtp://"])(
  "%j is no server",
  (text) => {
    expect(parseUpstream(text)).toBeUndefined();
  },
);
