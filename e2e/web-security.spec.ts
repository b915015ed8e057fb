import { createClient } from "@mailglass/shared/client";
import type { Page } from "@playwright/test";
import type { AttackerSite } from "./fixtures/attacker-site.ts";
import { expect, test } from "./fixtures/attacker-test.ts";
import { HOSTILE_HTML_MAILS } from "./fixtures/hostile-mails.ts";
import { sendRawHttp } from "./fixtures/raw-http.ts";
import { RawSmtpClient } from "./fixtures/raw-smtp-client.ts";

/** Another page in the same browser attacks the mailbox: it can read nothing, change nothing, and mislead nobody. */

const SECRET = "the-token-of-the-password-reset";

/** Both listen on this machine: one is another site to the browser, the other the same site with another port. */
const ATTACKER_ORIGINS = {
  "another site": (attackerSite: AttackerSite) => attackerSite.origin,
  "another port of localhost": (attackerSite: AttackerSite) => attackerSite.origin.replace("127.0.0.1", "localhost"),
};

/** Opens an empty page of the attacker, from which the test runs scripts. */
async function openAttackerPage(page: Page, attackerSite: AttackerSite, origin: string): Promise<void> {
  attackerSite.serve("/lure", "<!doctype html><title>lure</title>");
  await page.goto(`${origin}/lure`);
}

for (const [place, originOf] of Object.entries(ATTACKER_ORIGINS)) {
  test.describe(`a page of ${place}`, () => {
    test("reads nothing, with any request", async ({ page, server, attackerSite, send }) => {
      await send({ subject: SECRET, text: SECRET, attachments: [{ filename: "a.svg", content: "<svg/>" }] });
      const { id } = await createClient({ url: server.url }).getLatestMessage();
      await openAttackerPage(page, attackerSite, originOf(attackerSite));
      const paths = [
        "api/messages",
        "api/messages/latest",
        "api/messages/wait?timeout=1",
        `api/messages/${id}`,
        `api/messages/${id}/raw`,
        `api/messages/${id}/text`,
        `api/messages/${id}/preview`,
        `api/messages/${id}/parts/2`,
        "api/sessions",
        "api/info",
        "api/openapi.json",
        "api/stream",
        "metrics",
        "api/v1/messages",
        "api/v2/messages",
        `view/${id}.txt`,
        "mailhog/api/v2/messages",
        "",
      ];
      const read = await page.evaluate(
        async ([base, paths]) => {
          const attempts = paths.flatMap((path) =>
            [{}, { mode: "no-cors" }, { credentials: "include" }, { headers: { accept: "text/event-stream" } }].map(
              async (options): Promise<string> => {
                const response = await fetch(base + path, {
                  ...options,
                  signal: AbortSignal.timeout(5_000),
                } as RequestInit);
                return `${path} ${response.type}: ${(await response.text()).slice(0, 100)}`;
              },
            ),
          );
          const settled = await Promise.allSettled(attempts);
          return settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
        },
        [server.url, paths] as const,
      );
      // Without CORS, a response may arrive, but it is opaque: the page cannot read it.
      expect(read.filter((one) => !one.endsWith(" opaque: "))).toEqual([]);
    });

    test("cannot use an answer as a script, a style, a picture, a frame or a stream", async ({
      page,
      server,
      attackerSite,
      send,
    }) => {
      await send({
        subject: SECRET,
        attachments: [{ filename: "a.svg", content: "<svg xmlns='http://www.w3.org/2000/svg'/>" }],
      });
      const { id } = await createClient({ url: server.url }).getLatestMessage();
      await openAttackerPage(page, attackerSite, originOf(attackerSite));
      const loaded = await page.evaluate(
        async ([base, id]) => {
          const attempt = (tag: string, path: string, attributes: object = {}) =>
            new Promise<string[]>((resolve) => {
              const element = Object.assign(document.createElement(tag), attributes);
              element.addEventListener("load", () => resolve([`${tag} ${path}`]));
              element.addEventListener("error", () => resolve([]));
              Object.assign(element, tag === "link" ? { href: base + path } : { src: base + path });
              document.head.append(element);
            });
          const events = new Promise<string[]>((resolve) => {
            const source = new EventSource(`${base}api/stream`, { withCredentials: true });
            source.addEventListener("open", () => resolve(["EventSource"]));
            source.addEventListener("error", () => resolve([]));
          });
          const attempts = [
            attempt("script", "api/messages"),
            attempt("script", `api/messages/${id}/raw`),
            attempt("script", `api/messages/${id}/text`),
            attempt("link", "api/messages", { rel: "stylesheet" }),
            attempt("link", `api/messages/${id}/text`, { rel: "stylesheet" }),
            attempt("img", `api/messages/${id}/parts/2`),
            attempt("img", "icon.svg"),
            events,
          ];
          return (await Promise.all(attempts)).flat();
        },
        [server.url, id] as const,
      );
      expect(loaded).toEqual([]);
    });

    test("changes nothing, with any request", async ({ page, server, attackerSite, send }) => {
      await send({ subject: SECRET });
      const client = createClient({ url: server.url });
      const { id } = await client.getLatestMessage();
      await openAttackerPage(page, attackerSite, originOf(attackerSite));
      const writes = [
        ["DELETE", "api/messages"],
        ["DELETE", `api/messages/${id}`],
        ["POST", "api/messages/delete", `{"ids":["${id}"]}`],
        ["PATCH", "api/messages", '{"read":true}'],
        ["PATCH", `api/messages/${id}`, '{"read":true}'],
        ["POST", "api/messages", '{"from":"eve@evil.example","subject":"planted"}'],
        ["POST", "api/messages/test"],
        ["POST", "api/faults", '{"on":"mail","drop":true}'],
        ["DELETE", "api/faults"],
        ["DELETE", "api/v1/messages"],
        ["PUT", "api/v1/messages", '{"Read":true}'],
        ["DELETE", "api/v1/search?query=*"],
        [
          "POST",
          "api/v1/send",
          '{"From":{"Email":"eve@evil.example"},"To":[{"Email":"a@example.com"}],"Text":"planted"}',
        ],
        ["POST", "api/v2/jim"],
        ["PUT", "api/v1/chaos", '{"Sender":{"ErrorCode":451,"Probability":100}}'],
        ["PUT", "api/v1/tags", `{"IDs":["${id}"],"Tags":["owned"]}`],
        ["DELETE", "mailhog/api/v1/messages"],
      ];
      await page.evaluate(
        async ([base, writes]) => {
          const attempts = writes.flatMap(([method = "", path = "", body]) =>
            ["application/json", "text/plain", "application/x-www-form-urlencoded", "message/rfc822"].flatMap((type) =>
              (["cors", "no-cors"] as const).map((mode) =>
                fetch(base + path, { method, mode, headers: { "content-type": type }, ...(body ? { body } : {}) }),
              ),
            ),
          );
          for (const [method, path = "", body = ""] of writes) {
            if (method === "POST") navigator.sendBeacon(base + path, body);
          }
          await Promise.allSettled(attempts);
        },
        [server.url, writes] as const,
      );
      for (const path of ["api/messages/delete", "api/messages", "api/messages/test", "api/faults"]) {
        attackerSite.serve(
          "/form",
          `<form method="post" enctype="text/plain" action="${server.url}${path}"><input name='{"ids":["${id}"],"x":"' value='"}'></form><script>document.forms[0].submit()</script>`,
        );
        await page.goto(`${originOf(attackerSite)}/form`);
        await page.waitForURL(`${server.url}${path}`);
      }
      expect(await client.listMessages({ query: {} })).toMatchObject({
        total: 1,
        items: [{ id, subject: SECRET, read: false, tags: [] }],
      });
      expect(await client.listFaults()).toEqual([]);
    });

    test("opens no WebSocket, with any spelling of its path", async ({ page, server, attackerSite }) => {
      await openAttackerPage(page, attackerSite, originOf(attackerSite));
      const base = server.url.replace(/^http/, "ws");
      const paths = [
        "api/stream",
        "%61pi/stream",
        "api/%73tream",
        "api//stream",
        "api/events",
        "%61pi/events",
        "api/v2/websocket",
        "mailhog/api/v2/websocket",
        "",
      ];
      const opened = await page.evaluate(
        async ([base, paths]) => {
          const attempts = paths.map(
            (path) =>
              new Promise<string[]>((resolve) => {
                const socket = new WebSocket(base + path);
                socket.addEventListener("open", () => resolve([path]));
                socket.addEventListener("close", () => resolve([]));
              }),
          );
          return (await Promise.all(attempts)).flat();
        },
        [base, paths] as const,
      );
      expect(opened).toEqual([]);
    });

    test("cannot put the page, a preview or a part into a frame", async ({ page, server, attackerSite, send }) => {
      await send({ subject: SECRET, html: `<p>${SECRET}</p>`, attachments: [{ filename: "a.txt", content: SECRET }] });
      const { id } = await createClient({ url: server.url }).getLatestMessage();
      const paths = [
        "",
        `messages/${id}`,
        `api/messages/${id}/preview`,
        `api/messages/${id}`,
        `view/${id}.html`,
        "api/docs",
      ];
      attackerSite.serve(
        "/frames",
        paths.map((path) => `<iframe src="${server.url}${path}" onload="(self.loads??=[]).push(1)"></iframe>`).join(""),
      );
      await page.goto(`${originOf(attackerSite)}/frames`);
      await expect
        .poll(() => page.evaluate(() => (Reflect.get(globalThis, "loads") as number[]).length))
        .toBe(paths.length);
      for (const frame of page.frames().slice(1)) {
        await expect.poll(() => frame.url()).toBe("chrome-error://chromewebdata/");
        expect(await frame.content()).not.toContain(SECRET);
      }
    });

    test("that opens the page gets no access to its window", async ({ page, server, attackerSite }) => {
      attackerSite.serve("/opener", `<button onclick="self.opened = window.open('${server.url}')">open</button>`);
      await page.goto(`${originOf(attackerSite)}/opener`);
      const [popup] = await Promise.all([page.context().waitForEvent("page"), page.getByRole("button").click()]);
      await expect(popup.getByTestId("empty-inbox")).toBeVisible();
      expect(await popup.evaluate(() => opener === null)).toBe(true);
      // To its opener, the window looks closed: it cannot be navigated, counted, or sent messages.
      expect(await page.evaluate(() => (Reflect.get(globalThis, "opened") as Window).closed)).toBe(true);
    });
  });
}

test.describe("a host name that another party points to this machine", () => {
  const NAMES = [
    "evil.example",
    "evil.example:PORT",
    "localhost.evil.example:PORT",
    "127.0.0.1.nip.io:PORT",
    "127.0.0.1.evil.example",
    "localhost@evil.example",
    "evil.example#localhost",
    "[::1].evil.example",
    "[::1]evil.example",
    "0.0.0.0:PORT",
    "192.0.2.1",
    "mailglass",
    "",
  ];
  for (const name of NAMES) {
    test(`“${name}” gets no answer`, async ({ server, send }) => {
      await send({ subject: SECRET });
      const { port } = server.http;
      for (const path of ["/", "/api/messages", "/api/v1/messages", "/api/v2/messages", "/metrics", "/healthz"]) {
        const answer = await sendRawHttp(port, [`GET ${path} HTTP/1.1`, `Host: ${name.replace("PORT", String(port))}`]);
        expect(answer, path).toMatch(/^HTTP\/1\.1 4(21|00) /);
        expect(answer).not.toContain(SECRET);
      }
    });
  }

  test("nor does one beside our own", async ({ server, send }) => {
    await send({ subject: SECRET });
    const { port } = server.http;
    const requests = [
      ["GET /api/messages HTTP/1.1", "Host: localhost", "Host: evil.example"],
      ["GET /api/messages HTTP/1.1", "Host: evil.example", "X-Forwarded-Host: localhost"],
      ["GET /api/messages HTTP/1.1", "Host: evil.example", "Forwarded: host=localhost"],
      ["GET http://localhost/api/messages HTTP/1.1", "Host: evil.example"],
      ["GET /api/messages HTTP/1.0"],
    ];
    for (const request of requests) {
      const answer = await sendRawHttp(port, request);
      expect(answer, request.join(", ")).toMatch(/^HTTP\/1\.1 4(21|00) /);
      expect(answer).not.toContain(SECRET);
    }
  });

  test("no path leads out of the page's own files", async ({ server }) => {
    for (const path of [
      "/../package.json",
      "/assets/../../package.json",
      "/%2e%2e/%2e%2e/etc/passwd",
      "/assets/..%2f..%2fpackage.json",
      "/..%5c..%5cpackage.json",
      "//etc/passwd",
      "/.git/config",
    ]) {
      const answer = await sendRawHttp(server.http.port, [`GET ${path} HTTP/1.1`, "Host: localhost"]);
      expect(answer, path).toMatch(/^HTTP\/1\.1 40[04] /);
    }
  });
});

const SCRIPT_THAT_RUNS = "<script>document.title='ran'</script>";
const DOCUMENTS = {
  "text/html": `<html><body>${SCRIPT_THAT_RUNS}</body></html>`,
  "image/svg+xml": `<svg xmlns="http://www.w3.org/2000/svg">${SCRIPT_THAT_RUNS}</svg>`,
  "application/xhtml+xml": `<html xmlns="http://www.w3.org/1999/xhtml"><body>${SCRIPT_THAT_RUNS}</body></html>`,
  "text/xml": `<?xml version="1.0"?><x:script xmlns:x="http://www.w3.org/1999/xhtml">document.title='ran'</x:script>`,
  "application/pdf": "%PDF-1.4",
  "text/plain": "plain",
};

for (const [type, content] of Object.entries(DOCUMENTS)) {
  test(`an enclosed ${type}, opened in a tab of its own, is saved and not shown`, async ({ page, server, send }) => {
    await send({ subject: "x", text: "x", attachments: [{ filename: "document", contentType: type, content }] });
    const { id, attachments } = await createClient({ url: server.url }).getLatestMessage();
    const number = attachments[0]?.part;
    const paths = [
      `api/messages/${id}/parts/${number}`,
      `api/messages/${id}/raw`,
      `api/v1/message/${id}/part/${number}`,
      `api/v1/messages/${id}/mime/part/1/download`,
    ];
    for (const path of paths) {
      await page.goto("about:blank");
      const download = page.waitForEvent("download");
      // Chromium reports a navigation that became a download as failed.
      await expect(page.goto(server.url + path), path).rejects.toThrow(/Download is starting|ERR_ABORTED/);
      await (await download).cancel();
      expect(page.url()).toBe("about:blank");
    }
  });
}

for (const [name, make] of Object.entries(HOSTILE_HTML_MAILS)) {
  test(`${name}: opened in a tab of its own, a mail runs nothing, requests nothing and has no origin`, async ({
    page,
    server,
    attackerSite,
  }) => {
    const smtp = await RawSmtpClient.connect(server.smtp);
    await smtp.send("EHLO evil.example");
    await smtp.sendMessage(make(attackerSite.origin).source);
    smtp.close();
    const { id } = await createClient({ url: server.url }).getLatestMessage();
    for (const path of [`api/messages/${id}/preview`, `view/${id}.html`, `api/messages/${id}/html`, `view/${id}.txt`]) {
      await page.goto(server.url + path);
      await page.waitForLoadState("load");
      expect(page.url(), path).toBe(server.url + path);
      expect(await page.evaluate(() => Reflect.get(globalThis, "ran") === true), path).toBe(false);
      if (!path.endsWith("txt") && !path.endsWith("/html"))
        expect(await page.evaluate(() => origin), path).toBe("null");
    }
    expect(attackerSite.requests).toEqual([]);
  });
}

test("a link in the preview opens a window without access to the page", async ({
  page,
  server,
  attackerSite,
  send,
}) => {
  attackerSite.serve("/target", "<title>target</title>");
  await send({ subject: "link", html: `<a href="${attackerSite.origin}/target">go</a>` });
  await page.goto(server.url);
  await page.getByTestId("message-row").click();
  const popup = page.context().waitForEvent("page");
  await page.frameLocator("iframe").getByText("go").click();
  expect(await (await popup).evaluate(() => [opener, document.referrer])).toEqual([null, ""]);
  expect(attackerSite.requests.map(({ path, headers }) => [path, headers.referer])).toEqual([["/target", undefined]]);
});
