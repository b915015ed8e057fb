import { expect, test } from "vitest";
import { parseRedisAddress, StoreAddressError } from "./redis-address.ts";

test("an address has host, port, database, user, password and name", () => {
  expect(parseRedisAddress("rediss://jo:p%40ss%2F@[::1]:7000/3?name=team-a")).toEqual({
    host: "::1",
    port: 7000,
    db: 3,
    username: "jo",
    password: "p@ss/",
    tls: true,
    name: "team-a",
    location: "rediss://[::1]:7000/3?name=team-a",
  });
  expect(parseRedisAddress("redis://:secret@cache")).toMatchObject({
    host: "cache",
    port: 6379,
    db: 0,
    username: undefined,
    password: "secret",
    tls: false,
    name: "default",
    location: "redis://cache:6379/0?name=default",
  });
});

test.each([
  ["redis://localhost/mail", "the path must be the number of a database"],
  ["redis://localhost/?name=a/b", "the name must be"],
  ["redis://localhost/?name=", "the name must be"],
  ["redis://localhost/?name=a&name=b", "it has two names"],
  ["redis://localhost/?database=1", "there is no parameter “database”"],
  ["redis://user:%zz@localhost", "followed by two hexadecimal digits"],
  ["redis://localhost/0#x", "fragment"],
  ["redis://127.0.0.1:99999", "it must be redis:"],
  ["redis:///0", "it has no host"],
])("%s is refused", (address, reason) => {
  expect(() => parseRedisAddress(address)).toThrow(StoreAddressError);
  expect(() => parseRedisAddress(address)).toThrow(reason);
});
