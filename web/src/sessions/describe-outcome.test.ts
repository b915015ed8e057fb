import type { SessionSummary } from "@mailglass/shared";
import { expect, it } from "vitest";
import { describeOutcome } from "./describe-outcome.ts";

it.each([
  [{ failed: false, lastReply: "221 Bye", lastRefusal: "" }, "221 Bye"],
  [{ failed: true, lastReply: "221 Bye", lastRefusal: "550 No such user" }, "550 No such user"],
  [{ failed: true, lastReply: "250 OK", lastRefusal: "" }, "Disconnected after 250 OK"],
  [{ failed: true, lastReply: "221 Bye", lastRefusal: "" }, "QUIT without a message"],
  [{ failed: true, lastReply: "", lastRefusal: "" }, "Ended before any reply"],
])("of %o is “%s”", (session, word) => {
  expect(describeOutcome(session as SessionSummary)).toBe(word);
});
