import type { FaultRule } from "@mailglass/shared";

/** A common failure, to start from. */
export interface FaultTemplate {
  readonly name: string;
  readonly rule: FaultRule;
}

/** The enhanced status codes are those of RFC 3463. */
export const FAULT_TEMPLATES: readonly FaultTemplate[] = [
  { name: "Greylisting", rule: { on: "rcpt", reply: "451 4.7.1 Greylisted, try again later", times: 2 } },
  {
    name: "Unknown recipient",
    rule: { on: "rcpt", match: { to: "gone@example.com" }, reply: "550 5.1.1 No such user" },
  },
  { name: "Mailbox full", rule: { on: "rcpt", reply: "452 4.2.2 Mailbox full" } },
  { name: "Rate limit (450)", rule: { on: "rcpt", reply: "450 4.7.1 Too many messages, slow down", after: 3 } },
  { name: "Rate limit (421)", rule: { on: "mail", reply: "421 4.7.0 Too many messages, closing the connection" } },
  { name: "Wrong password", rule: { on: "auth", reply: "535 5.7.8 Authentication credentials invalid" } },
  { name: "Slow server (tarpit)", rule: { on: "connect", tarpit: 200 } },
  { name: "Dropped connection", rule: { on: "data", drop: true } },
  { name: "Provider answers 429", rule: { on: "http", status: 429, retryAfter: 1, times: 1 } },
  { name: "Provider rejects a recipient", rule: { on: "http", match: { to: "gone@example.com" }, reject: true } },
];
