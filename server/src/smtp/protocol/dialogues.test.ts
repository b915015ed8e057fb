import { describe, expect, test } from "vitest";
import { CoreHost, testPolicy } from "../testing/core-host.ts";
import { type Dialogue, readDialogues } from "../testing/dialogue.ts";

/** Findings that depend on what came together; only the run that waits for each reply tells them exactly. */
const OF_GROUPING = new Set(["pipelined-past-wait", "pipelining-not-offered", "early-talker"]);

function pattern(expected: string): (output: string) => void {
  return (output) => (expected === "*" ? expect(output).toMatch(/\r\n$/) : expect(output).toBe(expected));
}

/** Runs a dialogue with the client waiting for each reply, and gives all that was said. */
function inLockstep(dialogue: Dialogue): CoreHost {
  const host = new CoreHost(testPolicy(dialogue.options));
  let seen = host.output.length;
  for (const { sent, expected } of dialogue.turns) {
    if (sent === "") continue;
    host.send(sent);
    pattern(expected)(host.output.slice(seen));
    seen = host.output.length;
  }
  return host;
}

function inPieces(dialogue: Dialogue, pieces: readonly string[]): CoreHost {
  const host = new CoreHost(testPolicy(dialogue.options));
  for (const piece of pieces) host.send(piece);
  return host;
}

function expectSame(host: CoreHost, reference: CoreHost): void {
  expect(host.output).toBe(reference.output);
  expect(host.messages).toEqual(reference.messages);
  expect(host.hungUp).toBe(reference.hungUp);
  expect(ungrouped(host)).toEqual(ungrouped(reference));
}

function ungrouped(host: CoreHost): string[] {
  return host.findings.filter((code) => !OF_GROUPING.has(code)).sort();
}

describe.each([...readDialogues()])("%s", (_, dialogues) => {
  test.each(dialogues.map((dialogue) => [dialogue.name, dialogue] as const))("%s", (_name, dialogue) => {
    const reference = inLockstep(dialogue);
    expect(reference.messages).toEqual(dialogue.messages);
    expect(reference.hungUp).toBe(dialogue.hangsUp);
    expect(reference.findings.sort()).toEqual([...(dialogue.findings ?? reference.findings)].sort());

    const sent = dialogue.turns.map((turn) => turn.sent).join("");
    // Octet by octet nothing comes together, as long as each octet is read before the next.
    expectSame(inPieces(dialogue, sent.split("")), reference);
    if (dialogue.options.waits === true) return;
    expectSame(inPieces(dialogue, [sent]), reference);
    for (let cut = 1; cut < sent.length; cut += 1) {
      expectSame(inPieces(dialogue, [sent.slice(0, cut), sent.slice(cut)]), reference);
    }
  });
});
