import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createLinkCheck } from "./check-links.ts";
import type { AddressPolicy } from "./request-head.ts";

/** Requests that reached the server, as `METHOD host path`. */
let received: string[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let port = 0;
/** Names that were resolved. */
let resolved: string[] = [];

const server = createServer((request, response) => {
  received.push(`${request.method} ${request.headers.host?.split(":")[0]} ${request.url}`);
  answer(request, response);
});

beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => void server.close());
beforeEach(() => {
  received = [];
  resolved = [];
});

/** 127.0.0.1 stands for a public address; all others are private. */
const policy: AddressPolicy = {
  resolve: (host, callback) => {
    resolved.push(host);
    if (host === "missing.test") {
      callback(Object.assign(new Error("not found"), { code: "ENOTFOUND" }), []);
      return;
    }
    const addresses = host.startsWith("private") ? ["10.0.0.1"] : ["127.0.0.1"];
    if (host.startsWith("mixed")) addresses.push("10.0.0.1");
    const found = addresses.map((address) => ({ address, family: 4 }));
    callback(null, found);
  },
  isAllowed: (address) => address === "127.0.0.1",
};

const check = createLinkCheck({ policy });
const url = (path: string, host = "public.test") => `http://${host}:${port}${path}`;
const redirect = (location: string) => (_: IncomingMessage, response: ServerResponse) =>
  response.writeHead(302, { location }).end();

test("a link is requested once, with HEAD, at the address that was checked", async () => {
  answer = (_, response) => response.end();
  expect(await check([url("/a")], { follow: true })).toEqual([
    { url: url("/a"), outcome: "ok", status: 200, detail: "OK", redirects: [] },
  ]);
  expect(received).toEqual(["HEAD public.test /a"]);
  expect(resolved).toEqual(["public.test"]);
});

test.each([
  [404, "broken"],
  [500, "broken"],
  [204, "ok"],
  [405, "unclear"],
  [501, "unclear"],
] as const)("status %i is %s", async (status, outcome) => {
  answer = (_, response) => response.writeHead(status).end();
  expect(await check([url("/")], { follow: true })).toMatchObject([{ outcome, status }]);
});

test("redirects are followed on request", async () => {
  answer = (request, response) =>
    request.url === "/a" ? redirect("/b?c")(request, response) : response.writeHead(410).end();
  expect(await check([url("/a")], { follow: true })).toMatchObject([
    { outcome: "broken", status: 410, redirects: [url("/b?c")] },
  ]);
  expect(await check([url("/a")], { follow: false })).toMatchObject([{ outcome: "ok", status: 302, redirects: [] }]);
  expect(received).toEqual(["HEAD public.test /a", "HEAD public.test /b?c", "HEAD public.test /a"]);
});

test("redirects end after five", async () => {
  answer = (request, response) => redirect(`${request.url}x`)(request, response);
  expect(await check([url("/")], { follow: true })).toMatchObject([
    { outcome: "broken", status: 302, detail: "more than 5 redirects" },
  ]);
  expect(received).toHaveLength(6);
});

test.each([
  "http://10.0.0.1/",
  "http://private.test/",
  "http://mixed.test/",
  "http://[::1]/",
  "http://0x0a.1/",
  "//private.test/",
  "https://private.test/",
])("a redirect to %s is not followed", async (location) => {
  answer = redirect(location);
  expect(await check([url("/")], { follow: true })).toMatchObject([{ outcome: "blocked", status: null }]);
  expect(received).toHaveLength(1);
});

test.each(["file:///etc/passwd", "ftp://public.test/", "javascript:1"])(
  "a redirect to %s is not one to the web",
  async (to) => {
    answer = redirect(to);
    expect(await check([url("/")], { follow: true })).toMatchObject([
      { outcome: "broken", detail: "redirected to no web address" },
    ]);
  },
);

test.each([
  "http://127.0.0.1:1/",
  "http://2130706433/",
  "http://0x7f.1/",
  "http://[::1]:1/",
  "http://[::ffff:7f00:1]/",
  "http://localhost:1/",
  "https://localhost:1/",
])("%s is blocked by default, and not requested", async (link) => {
  expect(await createLinkCheck()([link], { follow: true })).toMatchObject([{ outcome: "blocked", status: null }]);
});

test.each(["file:///etc/passwd", "ftp://example.com", "javascript:1", "not an address"])(
  "%s is not a web address",
  async (link) => {
    expect(await createLinkCheck()([link], { follow: false })).toMatchObject([
      { outcome: "broken", status: null, detail: "not a web address" },
    ]);
  },
);

test("a host that does not exist is reported", async () => {
  expect(await check([url("/", "missing.test")], { follow: true })).toMatchObject([
    { outcome: "broken", status: null, detail: "the host name does not exist" },
  ]);
});

test("a server that does not answer is given up", async () => {
  answer = () => {};
  const impatient = createLinkCheck({ policy, linkTimeoutMs: 50 });
  expect(await impatient([url("/")], { follow: true })).toMatchObject([
    { outcome: "broken", detail: "it did not answer in time" },
  ]);
});

test("at most five requests run at a time, and those that are too late are skipped", async () => {
  let open = 0;
  let most = 0;
  answer = (_, response) => {
    most = Math.max(most, ++open);
    response.on("close", () => open--);
  };
  const links = Array.from({ length: 20 }, (_, index) => url(`/${index}`));
  const statuses = await createLinkCheck({ policy, timeoutMs: 300 })(links, { follow: true });
  expect(most).toBe(5);
  expect(statuses.map((status) => status.url)).toEqual(links);
  expect(statuses.filter(({ outcome }) => outcome === "skipped")).toHaveLength(15);
});

test("at most 100 links are requested", async () => {
  answer = (_, response) => response.end();
  const statuses = await check(
    Array.from({ length: 103 }, (_, index) => url(`/${index}`)),
    { follow: true },
  );
  expect(received).toHaveLength(100);
  expect(statuses.filter(({ outcome }) => outcome === "skipped")).toHaveLength(3);
});

test("a caller that leaves ends the check", async () => {
  const caller = new AbortController();
  answer = () => caller.abort();
  const statuses = await check([url("/"), url("/b")], { follow: true, signal: caller.signal });
  expect(statuses.every(({ outcome }) => outcome !== "ok")).toBe(true);
});
