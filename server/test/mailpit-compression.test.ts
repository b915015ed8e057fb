import { get, type IncomingHttpHeaders, request } from "node:http";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { readConfig } from "../src/config/read-config.ts";
import { type RunningApp, startTestApp } from "./support/running-app.ts";

/** Mailpit's API compresses its responses, as Mailpit does. */

async function start(variables: Readonly<Record<string, string>> = {}): Promise<RunningApp> {
  const { disableHttpCompression } = readConfig({}, variables);
  const app = await startTestApp({ disableHttpCompression });
  onTestFinished(() => app.close());
  return app;
}

interface Answer {
  readonly headers: IncomingHttpHeaders;
  /** As transferred. */
  readonly body: Buffer;
}

/** `fetch` would decompress the body and hide that it was compressed. */
function ask(app: RunningApp, path: string, accepted = "gzip, deflate"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(app.origin + path, { agent: false, headers: { "accept-encoding": accepted } }, (response) => {
      buffer(response).then((body) => resolve({ headers: response.headers, body }), reject);
    }).on("error", reject);
  });
}

async function sendMany(app: RunningApp, count: number): Promise<void> {
  for (let number = 0; number < count; number++) await app.send(`Subject: ${number}\n\nText of ${number}\n`);
}

describe("a list", () => {
  test("is compressed if it is long", async () => {
    const app = await start();
    await sendMany(app, 100);
    const plain = await ask(app, "/api/v1/messages?limit=0", "identity");
    const { headers, body } = await ask(app, "/api/v1/messages?limit=0");
    expect(headers).toMatchObject({ "content-encoding": "gzip", vary: expect.stringContaining("Accept-Encoding") });
    expect(headers["content-type"]).toBe(plain.headers["content-type"]);
    expect(plain.headers.vary).toContain("Accept-Encoding");
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(gunzipSync(body).toString()).toBe(plain.body.toString());
    expect(body.length * 5).toBeLessThan(plain.body.length);
  });

  test("is sent as it is if it is short, with its length", async () => {
    const app = await start();
    const { headers, body } = await ask(app, "/api/v1/messages");
    expect(headers["content-encoding"]).toBeUndefined();
    expect(headers["content-length"]).toBe(String(body.length));
    expect(JSON.parse(body.toString())).toMatchObject({ total: 0, messages: [] });
  });
});

describe("a message of megabytes", () => {
  const SOURCE = `Subject: Large\n\n${"A line of text, and another one.\n".repeat(200_000)}`;

  test.each(["/api/v1/message/latest", "/api/v1/message/latest/raw", "/view/latest.txt"])(
    "%s is compressed",
    async (path) => {
      const app = await start();
      await app.send(SOURCE);
      const plain = await ask(app, path, "identity");
      const { headers, body } = await ask(app, path);
      expect(headers["content-encoding"]).toBe("gzip");
      expect(headers["content-length"]).toBeUndefined();
      expect(gunzipSync(body).equals(plain.body)).toBe(true);
    },
  );

  test("can be abandoned while it is sent", async () => {
    const app = await start();
    await app.send(SOURCE);
    for (let times = 0; times < 5; times++) {
      await new Promise((resolve, reject) => {
        const headers = { "accept-encoding": "gzip" };
        const sent = get(`${app.origin}/api/v1/message/latest/raw`, { agent: false, headers }, (response) => {
          response.once("data", () => sent.destroy()).once("close", resolve);
        }).on("error", reject);
      });
    }
    const { body } = await ask(app, "/api/v1/message/latest/raw");
    expect(gunzipSync(body).length).toBeGreaterThan(SOURCE.length);
  });
});

test.each(["identity", "gzip;q=0", "br", ""])(
  "a client that sends Accept-Encoding: %s gets it as it is",
  async (accepted) => {
    const app = await start();
    await sendMany(app, 10);
    const { headers, body } = await ask(app, "/api/v1/messages", accepted);
    expect(headers["content-encoding"]).toBeUndefined();
    expect(JSON.parse(body.toString())).toMatchObject({ total: 10 });
  },
);

test("what is compressed already is sent as it is", async () => {
  const app = await start();
  const content = Buffer.alloc(20_000);
  await app.send({ from: "a@x.test", to: "b@x.test", text: "Text", attachments: [{ filename: "a.zip", content }] });
  const { headers, body } = await ask(app, "/api/v1/message/latest/part/2");
  expect(headers["content-encoding"]).toBeUndefined();
  expect(body.equals(content)).toBe(true);
});

test("HEAD has no body", async () => {
  const app = await start();
  await sendMany(app, 10);
  const status = await new Promise((resolve, reject) => {
    const headers = { "accept-encoding": "gzip" };
    request(`${app.origin}/api/v1/messages`, { method: "HEAD", agent: false, headers }, (response) => {
      response.resume().once("end", () => resolve(response.statusCode));
    })
      .on("error", reject)
      .end();
  });
  expect(status).toBe(200);
});

test("MP_DISABLE_HTTP_COMPRESSION turns it off", async () => {
  const app = await start({ MP_DISABLE_HTTP_COMPRESSION: "true" });
  await sendMany(app, 10);
  const { headers } = await ask(app, "/api/v1/messages");
  expect([headers["content-encoding"], headers.vary]).toEqual([undefined, undefined]);
});

test.each(["/api/messages", "/api/v2/messages", "/mailhog/api/v1/messages"])("%s is never compressed", async (path) => {
  const app = await start();
  await sendMany(app, 10);
  expect((await ask(app, path)).headers["content-encoding"]).toBeUndefined();
});
