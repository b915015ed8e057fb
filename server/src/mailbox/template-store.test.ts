import { expect, test } from "vitest";
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
