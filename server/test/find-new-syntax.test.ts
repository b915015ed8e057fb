import { expect, test } from "vitest";
import { findNewSyntax } from "./support/find-new-syntax.ts";

test.each(["await using mail = await connect(url);", "using file = openSync(path);"])(
  "Node 22.13 cannot parse %s",
  async (code) => {
    expect(await findNewSyntax(code)).not.toBeNull();
  },
);

test.each([
  "const mail: Mailglass = await connect(url); try { await mail.clear(); } finally { await mail.close(); }",
  "const { default: data } = await import('./a.json', { with: { type: 'json' } }); data?.a.toSorted();",
])("Node 22.13 can parse %s", async (code) => {
  expect(await findNewSyntax(code)).toBeNull();
});

test("what is no code is an error", async () => {
  await expect(findNewSyntax("const mail =;")).rejects.toThrow("Unexpected");
});
