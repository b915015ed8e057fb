import { createClient } from "@mailglass/shared/client";
import type { Page } from "@playwright/test";
import nodemailer from "nodemailer";
import { hasRedis, startRedis } from "../server/test/support/redis-server.ts";
import { InboxPage } from "./fixtures/inbox-page.ts";
import { type RunningServer, startServer } from "./fixtures/server.ts";
import { expect, test } from "./fixtures/test.ts";

/** Two browsers on two instances over one Redis. */

const endings: (() => Promise<unknown>)[] = [];
test.afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

const send = ({ smtp }: RunningServer, subject: string) =>
  nodemailer
    .createTransport({ ...smtp, ignoreTLS: true })
    .sendMail({ from: "jo@example.com", to: "ann@example.com", subject, text: "x" });

test("show the same inbox; when one instance ends, the other continues", async ({ browser }) => {
  test.skip(!hasRedis, "redis-server is not installed");
  const redis = await startRedis((end) => endings.push(end));
  const servers = await Promise.all([1, 2].map(() => startServer(["--store", redis.url])));
  for (const server of servers) endings.push(() => server.stop("SIGKILL"));
  const pages = await Promise.all(servers.map(({ url }) => browser.newPage({ baseURL: url })));
  const inboxes = pages.map((page) => new InboxPage(page));
  for (const inbox of inboxes) await inbox.open();
  const [first, second] = servers as [RunningServer, RunningServer];
  const [firstPage, secondPage] = inboxes as [InboxPage, InboxPage];
  const [lostPage] = pages as [Page];
  await send(first, "From the first");
  await send(second, "From the second");
  for (const inbox of inboxes) {
    await expect(inbox.row("From the first")).toBeVisible();
    await expect(inbox.row("From the second")).toBeVisible();
  }
  await firstPage.row("From the second").click();
  await expect(secondPage.row("From the second")).not.toHaveAccessibleName(/^Unread/);
  const waits = servers.map(({ url }) =>
    createClient({ url }).waitForMessages({ query: { subject: "awaited", timeout: 60_000 } }),
  );
  await send(first, "Awaited");
  for (const wait of waits) expect((await wait).items).toMatchObject([{ subject: "Awaited" }]);
  await first.stop("SIGKILL");
  await expect(lostPage.getByTestId("offline")).toBeVisible();
  await send(second, "After the end of the first");
  await expect(secondPage.row("After the end of the first")).toBeVisible();
});
