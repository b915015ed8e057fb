import { InboxPage } from "./fixtures/inbox-page.ts";
import { expect, test } from "./fixtures/test.ts";

/** The search box: its suggestions, and the way from there to a hit. */

test.beforeEach(async ({ page, send }) => {
  await send({ subject: "for Ann", to: "ann@example.com" });
  await send({ subject: "Cron <root@web2>", from: "Cron <root@web2.example>", to: "dan@example.com" });
  await send({ subject: "for Dan", to: "dan@example.com", headers: { "X-Tags": "vip" } });
  await send({ subject: "for Zoe", to: "zoe@example.com" });
  await new InboxPage(page).open();
});

test("Enter goes from the search to its first hit, and opens it, however fast", async ({ page }) => {
  const inbox = new InboxPage(page);
  await page.keyboard.press("/");
  await page.keyboard.type("to:dan@example.com");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("subject")).toHaveText("for Dan");
  await expect(inbox.rows).toHaveText([/for Dan/, /Cron/]);
  await expect(inbox.list).toBeFocused();
});

test("a text that is no valid search is not sent, and its problem moves nothing", async ({ page }) => {
  const inbox = new InboxPage(page);
  const failures: string[] = [];
  page.on("response", (response) => {
    if (response.status() >= 400) failures.push(response.url());
  });
  const before = await inbox.rows.first().boundingBox();
  await page.keyboard.press("/");
  await page.keyboard.type("to:example.com has:att");
  // What is complete is not looked for either: the search is still being typed.
  await expect(page.getByRole("option", { name: /has:attachment/ })).toBeVisible();
  await expect(page.getByTestId("search-problem")).toBeHidden();
  await inbox.search.fill('subject:"Zo');
  await expect(page.getByTestId("search-problem")).toContainText("closing quote");
  await page.keyboard.press("Enter");
  await expect(inbox.search).toBeFocused();
  expect(await inbox.rows.first().boundingBox()).toEqual(before);
  await inbox.search.fill('subject:"Zoe"');
  await expect(inbox.rows).toHaveText([/for Zoe/]);
  expect(failures).toEqual([]);
});

test("Enter takes the only suggestion that completes an operator, and otherwise says what is missing", async ({
  page,
}) => {
  const inbox = new InboxPage(page);
  const options = page.getByRole("listbox", { name: "Search suggestions" }).getByRole("option");
  await page.keyboard.press("/");
  await page.keyboard.type("has:att");
  await expect(options).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(inbox.search).toHaveValue(/^has:attachment ?$/);
  await inbox.search.fill("is:");
  await expect(options.nth(1)).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("search-problem")).toBeVisible();
  await expect(options).toHaveCount(0);
  await page.keyboard.type("u");
  await expect(page.getByTestId("search-problem")).toBeHidden();
});

test("suggestions appear after a letter or arrow down, not on focus, and each has one line", async ({ page }) => {
  const inbox = new InboxPage(page);
  const suggestions = page.getByRole("listbox", { name: "Search suggestions" });
  await inbox.search.click();
  await expect(inbox.search).toBeFocused();
  await expect(suggestions).toBeHidden();
  await page.keyboard.press("ArrowDown");
  await expect(suggestions).toBeVisible();
  await expect(suggestions.getByRole("option").first()).toHaveAttribute("aria-selected", "true");
  const heights = await suggestions
    .getByRole("option")
    .evaluateAll((options) => options.map((option) => [option.clientHeight, option.scrollHeight].join()));
  expect(new Set(heights).size).toBe(1);
  await page.keyboard.press("Escape");
  await expect(suggestions).toBeHidden();
});

test("values are completed from what exists, and recent searches come first", async ({ page }) => {
  const inbox = new InboxPage(page);
  await expect(page.getByTestId("sidebar-tag")).toHaveCount(1);
  const options = page.getByRole("listbox", { name: "Search suggestions" }).getByRole("option");
  await page.keyboard.press("/");
  await page.keyboard.type("to:z");
  await expect(options).toHaveText([/to:zoe@example\.com/]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect(inbox.rows).toHaveText([/for Zoe/]);
  await expect(inbox.list).toBeFocused();
  await inbox.search.fill("tag:");
  await expect(options).toHaveText([/tag:vip/]);
  await inbox.search.fill("");
  await page.keyboard.press("ArrowDown");
  await expect(options.first()).toContainText("to:zoe@example.com");
  await expect(options.first()).toContainText("Recent search");
});

test("a match is highlighted in the column that was searched, where the matching address is shown", async ({
  page,
}) => {
  const inbox = new InboxPage(page);
  await inbox.search.fill("from:root");
  await expect(inbox.rows).toHaveCount(1);
  await expect(inbox.rows.locator(".row-from")).toHaveText("Cron <root@web2.example>");
  await expect(inbox.rows.locator(".row-from mark")).toHaveText(["root"]);
  await expect(inbox.rows.locator(".row-subject mark")).toHaveCount(0);
});

test("deleting all that match names the search, and can be undone", async ({ page }) => {
  const inbox = new InboxPage(page);
  await inbox.search.fill("to:dan");
  await expect(inbox.rows).toHaveCount(2);
  await page.getByRole("button", { name: "Delete all matches" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("These match to:dan. You can undo this for 60 seconds.");
  await dialog.getByRole("button", { name: "Delete 2 messages" }).click();
  await expect(page.getByTestId("no-match")).toBeVisible();
  await page.getByTestId("toast").getByRole("button", { name: "Undo" }).click();
  await expect(inbox.rows).toHaveCount(2);
});

test("the first letters of an operator are not searched for, and suggestions do not cover the rows after a space", async ({
  page,
}) => {
  const inbox = new InboxPage(page);
  const suggestions = page.getByRole("listbox", { name: "Search suggestions" });
  const searches: string[] = [];
  page.on("request", (request) => {
    const q = new URL(request.url()).searchParams.get("q");
    if (q !== null && /\/api\/messages\?.*limit=200/.test(request.url())) searches.push(q);
  });
  await page.keyboard.press("/");
  await page.keyboard.type("subject:", { delay: 200 });
  await page.keyboard.type("Zoe");
  await expect(inbox.rows).toHaveText([/for Zoe/]);
  expect(searches.filter((q) => !q.startsWith("subject:Z"))).toEqual([]);
  await expect(suggestions).toBeHidden();
  await page.keyboard.type(" ");
  await expect(inbox.search).toHaveValue("subject:Zoe ");
  await expect(suggestions).toBeHidden();
  await page.keyboard.press("ArrowDown");
  await expect(suggestions.getByRole("option").first()).toHaveAttribute("aria-selected", "true");
  // All of them do not fit: a line below them has their number.
  await expect(page.getByText(/^\d+ suggestions$/)).toBeVisible();
  // What may begin an operator is searched for nevertheless.
  await inbox.search.fill("for");
  await expect(inbox.rows).toHaveCount(3);
});

test("after a click and a key, only one row looks current", async ({ page }) => {
  const inbox = new InboxPage(page);
  await inbox.openMessage("for Dan");
  await page.keyboard.press("6");
  await page.keyboard.press("j");
  await expect(page.getByTestId("subject")).toHaveText("Cron <root@web2>");
  await expect(inbox.list).toBeFocused();
  await expect(inbox.list.locator("[aria-current], [data-cursor], :focus")).toHaveCount(1);
});
