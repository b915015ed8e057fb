import { expect, it } from "vitest";
import { parseReceivedChain } from "./received-chain.ts";

const field = (name: string, value: string) => ({ name, value, raw: value, start: 0, end: 0 });

it("returns the hops of a message from the first, with the delay of each", () => {
  const hops = parseReceivedChain([
    field(
      "Received",
      "from mx.a.example (mx.a.example [192.0.2.1]) by mx.b.example with ESMTPS id 77; Mon, 23 Nov 2026 18:00:02 +0000",
    ),
    field("Subject", "x"),
    field("received", "from app (by way of x) by mx.a.example with ESMTP; Mon, 23 Nov 2026 18:59:40 +0100 (CET)"),
    field("Received", "by app.a.example"),
  ]);
  expect(hops).toEqual([
    { from: "", by: "app.a.example", with: "", at: null, delay: null },
    { from: "app", by: "mx.a.example", with: "ESMTP", at: Date.UTC(2026, 10, 23, 17, 59, 40), delay: null },
    { from: "mx.a.example", by: "mx.b.example", with: "ESMTPS", at: Date.UTC(2026, 10, 23, 18, 0, 2), delay: 22_000 },
  ]);
});

it("is empty for a message that was sent directly", () => {
  expect(parseReceivedChain([field("From", "a@b.example")])).toEqual([]);
});
