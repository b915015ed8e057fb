import { expect, it } from "vitest";
import { reachableHost } from "./reachable-host.ts";

it("names an address that can be reached from where the page is", () => {
  expect(reachableHost("127.0.0.1", "localhost")).toBe("localhost");
  expect(reachableHost("0.0.0.0", "devbox.example")).toBe("devbox.example");
  expect(reachableHost("192.0.2.7", "devbox.example")).toBe("192.0.2.7");
});
