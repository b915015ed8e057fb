import type { ReportRecipient } from "@mailglass/shared";
import { describe, expect, test } from "vitest";
import { describeDelivery, describeDisposition, describeFeedback } from "./describe-report.ts";

const recipient = (changes: Partial<ReportRecipient>): ReportRecipient => ({
  address: "ann@example.com",
  action: "failed",
  status: null,
  meaning: null,
  diagnostic: null,
  remoteServer: null,
  ...changes,
});

const fields = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

describe("a delivery report in words", () => {
  test.each<[string, Partial<ReportRecipient>[]]>([
    ["A delivery report that names no recipient", []],
    ["Mail to ann@example.com was not delivered", [{}]],
    ["Mail to ann@example.com was not delivered: no such mailbox", [{ meaning: "no such mailbox" }]],
    [
      "Mail to ann@example.com is delayed; delivery is still being tried: the mailbox is full",
      [{ action: "delayed", meaning: "the mailbox is full" }],
    ],
    ["Mail to ann@example.com was delivered", [{ action: "delivered", meaning: "it succeeded" }]],
    ["Mail to an unnamed recipient was not delivered", [{ address: "" }]],
    ["Mail to ann@example.com has the unknown status “lost”", [{ action: "lost", meaning: "no such mailbox" }]],
    ["Mail to ann@example.com has the unknown status “”", [{ action: "" }]],
    ["A delivery report about 3 recipients (failed: 2, delivered: 1)", [{}, { action: "delivered" }, {}]],
    ["A delivery report about 2 recipients (failed: 1, unknown: 1)", [{}, { action: "" }]],
  ])("%s", (expected, recipients) => {
    expect(describeDelivery(recipients.map(recipient))).toBe(expected);
  });
});

describe("a disposition notification in words", () => {
  test.each([
    [
      "The message to ann@example.com was displayed. That does not mean that it was read",
      { "Final-Recipient": "rfc822;ann@example.com", Disposition: "manual-action/MDN-sent-manually; Displayed" },
    ],
    [
      "The message to bob@example.com was deleted, perhaps without being displayed, automatically",
      {
        "Original-Recipient": "rfc822; bob@example.com",
        Disposition: "automatic-action/MDN-sent-automatically; deleted/error",
      },
    ],
    ["The message has the unknown disposition “shredded”", { Disposition: "manual-action; shredded" }],
    ["The message has the unknown disposition “”", { Disposition: "manual-action" }],
    ["The message has the unknown disposition “”", {}],
  ])("%s: %j", (expected, values) => {
    expect(describeDisposition(fields(values))).toBe(expected);
  });
});

describe("a feedback report in words", () => {
  test.each([
    ["A message was reported as spam by its recipient", { "Feedback-Type": "Abuse" }],
    [
      "A message to ann@example.com was reported not to be spam",
      { "Feedback-Type": "not-spam", "Original-Rcpt-To": "<ann@example.com>" },
    ],
    ["A message was reported as spam by its recipient", { "Feedback-Type": "abuse", "Original-Rcpt-To": "<>" }],
    ["A message was reported as “boredom”", { "Feedback-Type": "boredom" }],
    ["A message was reported as “”", {}],
  ])("%s: %j", (expected, values) => {
    expect(describeFeedback(fields(values))).toBe(expected);
  });
});
