import * as Type from "typebox";
import { expect, test, vi } from "vitest";
import { checkBody } from "./check-schema.ts";

// Checked item by item, these take minutes, or all the memory that there is.
vi.setConfig({ testTimeout: 60_000 });

const zeros = (count: number) => Array<number>(count).fill(0);
const members = (count: number) => Object.fromEntries(zeros(count).map((_, index) => [`k${index}`, 0]));
const closed = { additionalProperties: false };
const list = Type.Array(Type.String({ minLength: 1 }), { maxItems: 10_000 });
const ids = Type.Object({ ids: list }, closed);
const file = Type.Object({ content: Type.String() }, closed);
const NewMessage = Type.Object(
  { from: Type.String(), to: Type.Optional(list), attachments: Type.Optional(Type.Array(file, { maxItems: 1_000 })) },
  closed,
);

test.each([
  ["items", ids, { ids: zeros(20_000_000) }, /\/ids must have at most 10000 items/],
  ["items of an optional list", NewMessage, { from: "a@b.c", to: zeros(20_000_000) }, /\/to must have at most/],
  ["members", ids, members(200_000), /the body does not accept most of its 200000 members/],
  [
    "members of an item",
    NewMessage,
    { from: "a@b.c", attachments: [{ content: "" }, members(200_000)] },
    /\/attachments\/1 does not accept/,
  ],
])("too many %s are refused without a look at each", (_, schema, body, message) => {
  expect(() => checkBody(schema, body)).toThrow(message);
});

test("a few unknown members are named", () => {
  expect(() => checkBody(ids, { ids: [], id: "a", all: true })).toThrow("does not accept id, all; it accepts ids");
});

test("what fits is returned", () => {
  const body = { from: "a@b.c", to: Array<string>(10_000).fill("b@c.d") };
  expect(checkBody(NewMessage, body)).toBe(body);
});
