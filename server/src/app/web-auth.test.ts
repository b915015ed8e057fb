import bcrypt from "bcryptjs";
import { expect, test } from "vitest";
import { createFileWriter } from "../../test/support/run-program.ts";
import { ConfigError } from "../config/config-error.ts";
import { createWebAuth } from "./web-auth.ts";

const writeUserFile = createFileWriter();

test("without users, everybody has access", async () => {
  expect(await createWebAuth({ webAuth: [], webAuthFile: null })).toBeUndefined();
});

test("users are read from the option and from an htpasswd file, with or without a hash", async () => {
  const hash = bcrypt.hashSync("two", 4).replace("$2b$", "$2y$");
  const auth = await createWebAuth({
    webAuth: ["one:o:ne"],
    webAuthFile: writeUserFile(`# people\n2:${hash}\nthree:3\n\n`),
  });
  for (const round of ["first", "again"]) {
    expect([round, await auth?.("one", "o:ne")]).toEqual([round, true]);
    expect([round, await auth?.("2", "two")]).toEqual([round, true]);
    expect([round, await auth?.("three", "3")]).toEqual([round, true]);
    expect([round, await auth?.("2", "one")]).toEqual([round, false]);
    expect([round, await auth?.("nobody", "")]).toEqual([round, false]);
    expect([round, await auth?.("", "")]).toEqual([round, false]);
  }
});

test("an empty file rejects every user", async () => {
  expect(await (await createWebAuth({ webAuth: [], webAuthFile: writeUserFile("") }))?.("", "")).toBe(false);
});

test.each([
  ["a file that is not there", "/nowhere", /cannot be read \(ENOENT\)/],
  ["a hash that is not bcrypt", writeUserFile("a:$apr1$x$y"), /entry 1 .* is not bcrypt: create it with htpasswd -B/],
  ["a line without a password", writeUserFile("a"), /entry 1 .* must be USER:HASH/],
])("%s is one clear line", async (_what, webAuthFile, line) => {
  const attempt = createWebAuth({ webAuth: [], webAuthFile });
  await expect(attempt).rejects.toThrow(ConfigError);
  await expect(attempt).rejects.toThrow(line);
});
