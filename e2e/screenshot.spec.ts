import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { InboxPage } from "./fixtures/inbox-page.ts";
import { expect, test } from "./fixtures/test.ts";
import { watchPage } from "./fixtures/watch-page.ts";

/** A message is saved as a picture, as the preview shows it. */

/** One blue pixel. */
const BLUE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNgYPj/HwADAgH/p+FUZAAAAABJRU5ErkJggg==";
const HTML = `<style>body { margin: 0; min-height: 100vh } @media (max-width: 500px) { #a { background: #00ff00 !important } }</style>
<div id="a" style="height:100px;background:#ff0000"></div>
<img src="cid:blue" width="50" height="50" style="display:block" alt="">
<div style="height:50px;background:url('cid:blue')"></div>
<img src="https://tracker.example/p.gif" alt="" width="1" height="1">
<p style="height:20px;margin:0">Vielen Dank, \u{1f680} &amp; bis bald<script>window.ran = true</script></p>`;

/** Takes a screenshot; returns its size and the colours of places, in CSS pixels of the mail. */
async function takeScreenshot(page: Page, places: readonly (readonly [x: number, y: number])[]) {
  const downloading = page.waitForEvent("download");
  await new InboxPage(page).chooseAction("screenshot");
  const download = await downloading;
  const png = await readFile(await download.path(), "base64");
  const picture = await page.evaluate(
    async ([base64, points]) => {
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      const { width, height } = image;
      const context = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
      context?.drawImage(image, 0, 0);
      const colorAt = ([x, y]: readonly [number, number]) =>
        [...(context?.getImageData(x * 2, y * 2, 1, 1).data ?? [])].slice(0, 3).join();
      return { width: width / 2, height: height / 2, colors: points.map(colorAt) };
    },
    [png, places] as const,
  );
  return { name: download.suggestedFilename(), ...picture };
}

test("a screenshot has the pictures of the mail, and the width and theme of the preview", async ({
  page,
  send,
  server,
}) => {
  await send({
    subject: "Rechnung 7/2026: Grüße",
    html: HTML,
    attachments: [{ filename: "b.png", cid: "blue", content: Buffer.from(BLUE, "base64") }],
  });
  const inbox = new InboxPage(page);
  await inbox.open();
  const { incidents } = watchPage(page, server.url);
  await inbox.openMessage("Rechnung 7/2026: Grüße");
  const desktop = await takeScreenshot(page, [
    [400, 50],
    [25, 125],
    [400, 175],
    [700, 125],
  ]);
  expect(desktop).toMatchObject({
    name: "Rechnung 7 2026 Grüße.png",
    width: 800,
    colors: ["255,0,0", "0,0,255", "0,0,255", "255,255,255"],
  });
  expect(desktop.height).toBeGreaterThan(200);
  expect(desktop.height).toBeLessThan(280);
  await expect(page.getByText("Screenshot saved, without 1 remote resource")).toBeVisible();

  await page.getByRole("radio", { name: "Phone, 375 px" }).check();
  expect(await takeScreenshot(page, [[100, 50]])).toMatchObject({ width: 375, colors: ["0,255,0"] });
  expect(incidents.filter((incident) => incident.startsWith("request"))).toEqual([]);
  expect(await page.evaluate(() => "ran" in window)).toBe(false);
});

test("a message without HTML has no screenshot", async ({ page, send }) => {
  await send({ subject: "plain", text: "Hello" });
  const inbox = new InboxPage(page);
  await inbox.open();
  await inbox.openMessage("plain");
  await page.getByTestId("more-actions").click();
  await expect(page.getByTestId("print")).toBeVisible();
  await expect(page.getByTestId("screenshot")).toBeHidden();
});
