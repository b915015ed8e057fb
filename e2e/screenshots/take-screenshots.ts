// `pnpm --filter @mailglass/e2e run pictures`: takes the screenshots in docs/, of the built product with mail sent over SMTP.
import { fileURLToPath } from "node:url";
import { createClient } from "@mailglass/shared/client";
import { chromium } from "@playwright/test";
import nodemailer from "nodemailer";
import { startServer } from "../fixtures/server.ts";
import { SCREENSHOT_MAILS } from "./screenshot-mails.ts";

const outputFolder = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));

const server = await startServer();
const transport = nodemailer.createTransport({ host: server.smtp.host, port: server.smtp.port, ignoreTLS: true });
for (const letter of SCREENSHOT_MAILS) await transport.sendMail(letter);
transport.close();

const client = createClient({ url: server.url });
const { items } = await client.listMessages({ query: { limit: 50 } });
for (const { id } of items.slice(2)) await client.markMessage({ params: { id }, body: { read: true } });
const newest = items[0];
if (!newest) throw new Error("Nothing has come");

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  chromiumSandbox: process.getuid?.() !== 0,
});
const paths = {
  list: "",
  message: `messages/${newest.id}`,
  source: `messages/${newest.id}/source`,
  session: `messages/${newest.id}/session`,
};
for (const colorScheme of ["light", "dark"] as const) {
  const page = await browser.newPage({
    baseURL: server.url,
    colorScheme,
    reducedMotion: "reduce",
    viewport: { width: 1280, height: 800 },
  });
  for (const [view, path] of Object.entries(paths)) {
    await page.goto(path);
    await page.getByTestId("message-row").first().waitFor();
    await page.getByTestId("sidebar-recipient").first().waitFor();
    if (view === "message") await page.frameLocator("iframe").getByRole("heading").waitFor();
    else if (view !== "list")
      await page
        .getByTestId(view === "session" ? "transcript" : view)
        .getByText("northwind.example")
        .first()
        .waitFor();
    await page.screenshot({ path: `${outputFolder}${view}-${colorScheme}.png` });
  }
  await page.close();
}
await browser.close();
await server.stop();
