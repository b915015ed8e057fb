import * as Type from "typebox";
import { expect, test } from "vitest";
import { checkBody, checkParameters } from "./check-schema.ts";

const Body = Type.Object(
  {
    on: Type.Union([Type.Literal("rcpt"), Type.Literal("data"), Type.Literal("auth")]),
    reply: Type.String({ pattern: "^[45]", description: "A code and a text" }),
    name: Type.Optional(Type.Union([Type.String({ minLength: 2 }), Type.Null()])),
    match: Type.Optional(
      Type.Union([Type.Object({ to: Type.String() }, { additionalProperties: false, minProperties: 1 }), Type.Null()]),
    ),
    tags: Type.Optional(
      Type.Array(Type.Union([Type.String({ minLength: 1, maxLength: 3 }), Type.Null()]), { minItems: 1, maxItems: 2 }),
    ),
    times: Type.Optional(Type.Integer({ minimum: 1, maximum: 9 })),
    id: Type.Optional(Type.String({ format: "uuid" })),
    isOn: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

const required = { on: "rcpt", reply: "450" };

test.each([
  [{ on: "rcpt" }, "the body lacks the required member “reply”"],
  [{}, "the body lacks the required members “on” and “reply”"],
  [[], "the body must be an object"],
  [{ ...required, on: "rset" }, "body /on must be “rcpt”, “data” or “auth”"],
  [{ ...required, reply: "200" }, "body /reply does not have this form: A code and a text"],
  [{ ...required, name: 1 }, "body /name must be a string or null"],
  [{ ...required, name: "" }, "body /name must have at least 2 characters"],
  [{ ...required, match: [] }, "body /match must be an object or null"],
  [{ ...required, match: { to: null } }, "body /match/to must be a string"],
  [{ ...required, match: { to: "a", cc: "b" } }, "body /match does not accept cc"],
  [{ ...required, match: {} }, "body /match lacks the required member “to”; body /match must have at least one member"],
  [{ ...required, tags: [] }, "body /tags must have at least one item"],
  [{ ...required, tags: ["a", "b", "c"] }, "body /tags must have at most 2 items"],
  [{ ...required, tags: ["", 1] }, "body /tags/0 must not be empty; body /tags/1 must be a string or null"],
  [{ ...required, tags: ["abcd"] }, "body /tags/0 must have at most 3 characters"],
  [{ ...required, times: 0 }, "body /times must be at least 1"],
  [{ ...required, times: 10 }, "body /times must be at most 9"],
  [{ ...required, times: "1" }, "body /times must be a whole number"],
  [{ ...required, id: "x" }, "body /id must have the format uuid"],
  [{ ...required, isOn: 1 }, "body /isOn must be true or false"],
])("the mismatch of %j is explained", (body, explanation) => {
  expect(() => checkBody(Body, body)).toThrow(`The request does not match this route: ${explanation}.`);
});

test("an alternative of many is named", () => {
  const alternatives = "abcdefghijkl".split("");
  const Schema = Type.Object({ on: Type.Union(alternatives.map((letter) => Type.Literal(letter))) });
  expect(() => checkBody(Schema, { on: "x" })).toThrow(/route: body \/on must be “a”, .*, “k” or “l”\.$/);
});

test("in a query, members are parameters", () => {
  const Query = Type.Object({ q: Type.String() });
  expect(() => checkParameters(Query, {})).toThrow("the query lacks the required parameter “q”.");
});
