import { expect, it } from "vitest";
import { composeSource } from "./compose-source.ts";

it("composes a source with CRLF line ends, and an envelope of all recipients", async () => {
  const { raw, from, to } = await composeSource({
    from: "Jo <jo@example.com>",
    to: "zoe@example.net",
    bcc: "max@example.org",
    text: "one\ntwo",
  });
  expect([from, to]).toEqual(["jo@example.com", ["zoe@example.net", "max@example.org"]]);
  expect(raw.toString()).toMatch(/\r\n\r\none\r\ntwo\r\n$/);
  expect(raw.toString()).not.toContain("Bcc");
});

it("keeps Bcc if it is asked to, and has an empty reverse-path without From", async () => {
  const { raw, from } = await composeSource({ to: "zoe@example.net", bcc: "max@example.org" }, { keepBcc: true });
  expect(from).toBe("");
  expect(raw.toString()).toContain("Bcc: max@example.org");
});

it.each([{ path: "/etc/passwd" }, { href: "http://127.0.0.1:9/x" }])(
  "does not read the file or URL %j",
  async (attachment) => {
    await expect(composeSource({ to: "zoe@example.net", attachments: [attachment] })).rejects.toThrow(
      /access rejected/i,
    );
  },
);
