import type { Session, SessionSummary } from "@mailglass/shared";
import type { SessionSource } from "../../src/mailbox/session-log.ts";

let lastNumber = 0;

/** A session as the SMTP engine records it. */
export function createSessionSource(id: string, options: Partial<SessionSummary> = {}): SessionSource {
  const summary: SessionSummary = {
    id,
    openedAt: "2026-11-23T12:00:00.000Z",
    closedAt: null,
    listener: "smtp",
    peer: { address: "127.0.0.1", port: 4711 },
    helo: "client.example",
    tls: null,
    auth: null,
    messages: 0,
    messageIds: [],
    refusals: 0,
    failed: false,
    lastReply: "220 ready",
    lastRefusal: "",
    mainFinding: null,
    findingCounts: { error: 0, warning: 0, info: 0 },
    ...options,
  };
  const whole: Session = {
    ...summary,
    transcript: [],
    dropped: 0,
    findings: [],
    clientMs: 0,
    serverMs: 0,
    interrupted: null,
  };
  lastNumber += 1;
  return {
    id,
    number: lastNumber,
    heapBytes: 0,
    interruptedBytes: 0,
    dropInterruptedData: () => undefined,
    summary: () => summary,
    details: () => whole,
  };
}
