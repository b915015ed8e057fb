import { expect, test } from "vitest";
import { parseUpstream } from "./upstream.ts";

test("a user and a password are read with their escapes", () => {
  expect(parseUpstream("smtp://jo%40example.com:a%2Fb@mail.example:587?name=Out&email=qa@example.com")).toEqual({
    name: "Out",
    host: "mail.example",
    port: 587,
    secure: false,
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

test.each(["", "http://mail.example", "smtp://"])("%j is no server", (text) => {
  expect(parseUpstream(text)).toBeUndefined();
});
