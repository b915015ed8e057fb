import { type ApiRoute, routes } from "@mailglass/shared";
import { expect, test } from "vitest";
import { allApis, registeredRoutes } from "./support/all-apis.ts";
import { mailSource, storeMessage } from "./support/test-http-server.ts";

/** Parameters of the other products' APIs. Unknown ones are accepted, so each route is requested with all of them. */
const COMPAT_NAMES = ["query", "kind", "start", "limit", "before", "tz", "dl", "follow", "embed"];

/** Names of parameters that a route may read. */
function namesOf(path: string): string[] {
  const route = Object.values<ApiRoute>(routes).find((one) => one.method === "GET" && one.path === path);
  if (route === undefined) return COMPAT_NAMES;
  const { properties = {} }: { readonly properties?: object } = route.query ?? {};
  return [...Object.keys(properties), "unknown"];
}

/** One parameter in the forms that query parsers turn into lists, objects or nothing. */
const formsOf = (name: string) => [
  `${name}=a&${name}=b`,
  `${name}=1&${name}=1`,
  `${name}=&${name}=`,
  `${name}[]=a`,
  `${name}[]=a&${name}[]=b`,
  `${name}[a]=b`,
  `${name}.a=b`,
  name,
  `${name}=`,
  `${name}=%00`,
  `${name}=%ZZ`,
  `${name}=%FF`,
  `${name}=true`,
  `${name}=-1`,
  `${name}=1e999`,
  `${name}=99999999999999999999`,
  `${name}=${encodeURIComponent("()")}`,
];
const ODD = [
  "",
  "&",
  "=",
  "&&=",
  "__proto__=1",
  "constructor=1&constructor=2",
  "__proto__[a]=1",
  "a=1#b",
  "%",
  `q=${"a".repeat(5_000)}`,
];

/** They respond for as long as the client listens. */
const STREAMS = ["/api/stream", "/api/v1/events", "/mailhog/api/v1/events"];

test("no query of any GET makes a server's error of it", { timeout: 120_000 }, async () => {
  await using server = await allApis();
  const { id } = storeMessage(server.mailbox, mailSource("One"));
  const gets = registeredRoutes(server.app).filter(({ method, path }) => method === "GET" && !STREAMS.includes(path));
  expect(gets.length).toBeGreaterThan(50);
  for (const { path } of gets) {
    const at = path
      .replace(":id", path.includes("/v1/message/") ? "latest" : id)
      .replace(":file", "latest.html")
      .replace(/:part|:number/, "1");
    // Waits end immediately, and searches of MailHog's API have a query.
    const base = path.endsWith("/wait") ? "timeout=0&" : path.endsWith("/v2/search") ? "kind=to&query=a&" : "";
    for (const form of [...namesOf(path).flatMap(formsOf), ...ODD]) {
      const target = `${at}?${base}${form}`;
      const { status } = await server.send("GET", target);
      expect([target, status]).toEqual([target, expect.toSatisfy((code) => code >= 200 && code < 500)]);
    }
  }
  expect(server.errors).toEqual([]);
});

test.each([
  ["/api/v2/search?kind=to&query=a&query=b", 400],
  ["/mailhog/api/v2/messages?start=1&start=2", 400],
  ["/api/v1/search?query=hello&query=subject:nothing", 400],
  ["/api/v1/messages?limit=1&limit=2", 400],
  ["/view/latest.html?embed=1&embed=1", 400],
  ["/api/v1/events?a=1&a=2", 400],
  ["/api/stream?since=1&since=2", 400],
  [`/api/v1/search?query=hello${"+".repeat(9_995)}-from:boss`, 400],
  [`/api/v1/search?query=${"a".repeat(10_000)}`, 200],
  ["/api/v1/search?query=before:garbage", 200],
  ["/api/messages?q=()", 400],
  ["/api/messages?q=", 200],
  ["/api/messages?", 200],
])("GET %s is answered with %i", async (target, status) => {
  await using server = await allApis();
  expect(await server.send("GET", target)).toMatchObject({ status });
});
