import { expect, test } from "vitest";
import { endpoints } from "../endpoints.ts";
import { routes } from "../routes.ts";
import { createClient } from "./client.ts";
import { ProblemError } from "./problem-error.ts";

/** A fetch that answers with this, and remembers what it was asked. */
function fake(answer: () => Response) {
  const asked: { url: string; init: RequestInit | undefined }[] = [];
  const send: typeof fetch = async (url, init) => {
    asked.push({ url: url instanceof Request ? url.url : url.toString(), init });
    return answer();
  };
  return { asked, send };
}

test.each([
  ["http://localhost:8025", "http://localhost:8025/api/messages/a1/parts/1.2"],
  ["http://localhost:8025/", "http://localhost:8025/api/messages/a1/parts/1.2"],
  ["https://proxy.example/mail", "https://proxy.example/mail/api/messages/a1/parts/1.2"],
  ["https://proxy.example/mail/", "https://proxy.example/mail/api/messages/a1/parts/1.2"],
  ["https://proxy.example/mail/index.html?x#y", "https://proxy.example/mail/api/messages/a1/parts/1.2"],
])("below %s", (url, expected) => {
  expect(createClient({ url }).urlOf("getPart", { id: "a1", number: "1.2" }).href).toBe(expected);
});

test("what is undefined is left out of the query, and lists are repeated", () => {
  const url = createClient({ url: "http://x" }).urlOf("addMessage", {}, { from: undefined, to: ["a@x", "b&c@x"] });
  expect(url.search).toBe("?to=a%40x&to=b%26c%40x");
});

test("a password in the address is sent as a header field, and never shown", async () => {
  const { asked, send } = fake(() => Response.json([]));
  const client = createClient({ url: "http://j%C3%B6:p%40ss@localhost", fetch: send });
  await client.listFaults();
  expect(asked[0]?.url).toBe("http://localhost/api/faults");
  expect(new Headers(asked[0]?.init?.headers).get("authorization")).toBe(
    `Basic ${Buffer.from("jö:p@ss").toString("base64")}`,
  );
  expect(client.url.href).toBe("http://localhost/");
});

test("a problem is thrown with its document", async () => {
  const problem = {
    type: "urn:mailglass:problem:not-found",
    title: "No",
    status: 404,
    detail: "There is none.",
    more: 1,
  };
  const { send } = fake(() =>
    Response.json(problem, { status: 404, headers: { "content-type": "application/problem+json; charset=utf-8" } }),
  );
  const error = await createClient({ url: "http://x", fetch: send })
    .getInfo()
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ProblemError);
  expect(error).toMatchObject({ message: "There is none.", status: 404, problem });
  expect((error as ProblemError).is("not-found")).toBe(true);
});

test("what a proxy on the way says is thrown, too", async () => {
  const { send } = fake(() => new Response("<h1>Bad gateway</h1>", { status: 502, statusText: "Bad Gateway" }));
  await expect(createClient({ url: "http://x", fetch: send }).getInfo()).rejects.toMatchObject({
    status: 502,
    message: "<h1>Bad gateway</h1>",
  });
});

test("bytes and text are sent as a message, objects as JSON", async () => {
  const { asked, send } = fake(() => Response.json({}));
  const client = createClient({ url: "http://x", fetch: send });
  await client.addMessage({ body: "Subject: x\r\n\r\n" });
  await client.addMessage({ body: new Uint8Array([1]) });
  await client.addMessage({ body: { from: "a@x" } });
  const types = asked.map(({ init }) => new Headers(init?.headers).get("content-type"));
  expect(types).toEqual(["message/rfc822", "message/rfc822", "application/json"]);
});

test("every endpoint has one place, and every parameter in a path its schema", () => {
  const places = Object.values(endpoints).map(({ method, path }) => `${method} ${path}`);
  expect(new Set(places).size).toBe(places.length);
  for (const route of Object.values(routes)) {
    const named = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
    expect(Object.keys("params" in route ? route.params.properties : {})).toEqual(named);
  }
});
