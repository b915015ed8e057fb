import type { SessionSummary } from "@mailglass/shared";
import { expect, it } from "vitest";
import { describeOutcome } from "./describe-outcome.ts";

it.each([
  [{ failed: false, lastReply: "221 Bye", lastRefusal: "" }, "221 Bye"],
  [{ failed: true, lastReply: "221 Bye", lastRefusal: "550 No such user" }, "550 No such user"],
  [{ failed: true, lastReply: "250 OK", lastRefusal: "" }, "Disconnected after 250 OK"],
  [{ failed: true, lastReply: "221 Bye", lastRefusal: "" }, "QUIT without a message"],
  [{ failed: true, lastReply: "", lastRefusal: "" }, "Ended before any reply"],
  [
    {
      failed: true,
      lastReply: "221 Bye",
      lastRefusal: "535 No",
      mainFinding: { code: "auth-refused", severity: "warning", text: "The login was refused" },
    },
    "The login was refused",
  ],
  [
    { failed: false, lastReply: "221 Bye", mainFinding: { code: "x", severity: "info", text: "Worth knowing" } },
    "221 Bye",
  ],
])("of %o is “%s”", (session, word) => {
  expect(describeOutcome({ mainFinding: null, ...session } as SessionSummary)).toBe(word);
});
