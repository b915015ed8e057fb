import { expect, it } from "vitest";
import { reachableHost, SNIPPETS } from "./snippets.ts";

it.each(SNIPPETS)("the snippet for $name names the host and the port", ({ body }) => {
  const text = body("mail.example", 2525);
  expect(text).toContain("mail.example");
  expect(text).toContain("2525");
});

it("names an address that can be reached from where the page is", () => {
  expect(reachableHost("127.0.0.1", "localhost")).toBe("localhost");
  expect(reachableHost("0.0.0.0", "devbox.example")).toBe("devbox.example");
  expect(reachableHost("192.0.2.7", "devbox.example")).toBe("192.0.2.7");
});
