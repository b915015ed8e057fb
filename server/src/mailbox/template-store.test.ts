import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { TemplateStore, TemplatesFullError } from "./template-store.ts";

const createStore = () => new TemplateStore(undefined, 10_000);
const letters = (count: number) => ({ html: "x".repeat(count) });

test("templates are stored as long as there is memory for them; what does not fit changes nothing", async () => {
  const store = createStore();
  store.set("ses", "a", letters(2_000));
  store.set("ses", "b", letters(1_500));
  expect(() => store.set("ses", "c", letters(1_500))).toThrow(TemplatesFullError);
  expect(() => store.set("ses", "b", letters(3_000))).toThrow(TemplatesFullError);
  expect(await store.list("ses")).toEqual(["a", "b"]);
  expect(await store.find("ses", "b")).toEqual(letters(1_500));
  store.set("ses", "b", letters(2_000));
  store.delete("ses", "a");
  store.set("ses", "c", letters(1_500));
  expect(await store.list("ses")).toEqual(["b", "c"]);
});

test("what is kept with templates counts, and of several all are stored or none", async () => {
  const store = createStore();
  const entries = [
    { id: "a", template: letters(10), facts: { description: "x".repeat(2_000) } },
    { id: "b", template: letters(10), facts: { description: "x".repeat(2_500) } },
  ];
  expect(() => store.setAll("ses", entries)).toThrow(/more than 9 KiB/);
  expect([await store.list("ses"), store.size]).toEqual([[], 0]);
  store.setAll("ses", entries.slice(0, 1));
  expect(store.facts("ses", "a")).toEqual({ description: "x".repeat(2_000) });
});

vi.mock("node:fs/promises", { spy: true });

function createFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "templates-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "ses"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, "ses", name), content);
  return folder;
}

test("a file that disappears while its folder is read is left out", async () => {
  const folder = createFolder({ "order.html": "<p>Hi</p>", "order.txt": "Hi" });
  const { open } = await vi.importActual<typeof fs>("node:fs/promises");
  vi.mocked(fs.open).mockImplementationOnce((path, flags) => {
    rmSync(String(path));
    return open(path, flags);
  });
  const template = await new TemplateStore(folder).find("ses", "order");
  expect(Object.keys(template ?? {})).toHaveLength(1);
});

test("a file of more than 1 MiB is refused, not cut", async () => {
  const folder = createFolder({ "fits.txt": "x".repeat(1024 * 1024), "large.html": "x".repeat(1024 * 1024 + 1) });
  const store = new TemplateStore(folder);
  expect((await store.find("ses", "fits"))?.text).toHaveLength(1024 * 1024);
  await expect(store.find("ses", "large")).rejects.toThrow("The template file ses/large.html is larger than 1 MiB.");
});
