import { describe, expect, test } from "vitest";
import { type Dialogue, readDialogues } from "../../../test/smtp/dialogues.ts";
import { createTestPolicy, SessionHost } from "../../../test/smtp/session-host.ts";

/** Findings that depend on what came together; only the run that waits for each reply tells them exactly. */
const GROUPING_FINDINGS = new Set([
  "pipelined-past-wait",
  "pipelining-not-offered",
  "early-talker",
  "no-recipient-accepted",
  "unused-pipelining",
]);

function expectOutput(expected: string): (output: string) => void {
  return (output) => (expected === "*" ? expect(output).toMatch(/\r\n$/) : expect(output).toBe(expected));
}

/** Runs a dialogue with the client waiting for each reply, and gives all that was said. */
function runInLockstep(dialogue: Dialogue): SessionHost {
  const host = new SessionHost(createTestPolicy(dialogue.options));
  let seen = host.output.length;
  for (const { sent, expected } of dialogue.turns) {
    if (sent === "") continue;
    host.send(sent);
    expectOutput(expected)(host.output.slice(seen));
    seen = host.output.length;
  }
  return host;
}

function runInChunks(dialogue: Dialogue, chunks: readonly string[]): SessionHost {
  const host = new SessionHost(createTestPolicy(dialogue.options));
  for (const chunk of chunks) host.send(chunk);
  return host;
}

function expectSameOutcome(host: SessionHost, reference: SessionHost): void {
  expect(host.output).toBe(reference.output);
  expect(host.messages).toEqual(reference.messages);
  expect(host.isClosed).toBe(reference.isClosed);
  expect(chunkingIndependentFindings(host)).toEqual(chunkingIndependentFindings(reference));
}

function chunkingIndependentFindings(host: SessionHost): string[] {
  return host.findingCodes.filter((code) => !GROUPING_FINDINGS.has(code)).sort();
}

describe.each([...readDialogues()])("%s", (_, dialogues) => {
  test.each(dialogues.map((dialogue) => [dialogue.name, dialogue] as const))("%s", (_name, dialogue) => {
    const reference = runInLockstep(dialogue);
    expect(reference.messages).toEqual(dialogue.messages);
    expect(reference.isClosed).toBe(dialogue.serverCloses);
    expect(reference.findingCodes.sort()).toEqual([...(dialogue.findings ?? reference.findingCodes)].sort());

    const sent = dialogue.turns.map((turn) => turn.sent).join("");
    // Octet by octet nothing comes together, as long as each octet is read before the next.
    expectSameOutcome(runInChunks(dialogue, sent.split("")), reference);
    if (dialogue.options.waits === true) return;
    expectSameOutcome(runInChunks(dialogue, [sent]), reference);
    for (let cut = 1; cut < sent.length; cut += 1) {
      expectSameOutcome(runInChunks(dialogue, [sent.slice(0, cut), sent.slice(cut)]), reference);
    }
  });
});
