import type { MessageSummary, SessionSummary } from "@mailglass/shared";
import { expect, it } from "vitest";
import { findCarriedMessages } from "./carried-messages.ts";

const session = (...messageIds: string[]) => ({ messageIds }) as unknown as SessionSummary;
const message = (id: string) => ({ id }) as MessageSummary;

it("finds the first message of each session if it is in the list", () => {
  const found = findCarriedMessages(
    [session("c", "b"), session(), session("a"), session("gone")],
    ["d", "c", "b", "a"].map(message),
  );
  expect([...found.keys()]).toEqual(["c", "a"]);
});
