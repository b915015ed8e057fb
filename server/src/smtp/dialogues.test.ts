import { describe, expect, test } from "vitest";
import { type Dialogue, readDialogues } from "./testing/dialogue.ts";
import { openServer, text } from "./testing/open-server.ts";

/** The dialogues of the protocol once more, through sockets: the connection must change nothing. */
async function run(dialogue: Dialogue, secure: boolean): Promise<{ said: string[]; messages: string[] }> {
  const { lmtp = false, waits: _waits, ...options } = dialogue.options;
  const opened = await openServer(
    { ...options, ...(secure && { tls: "auto" }), limits: { messageSize: 1000, recipients: 3, ...options.limits } },
    { port: 0, kind: secure ? "smtps" : lmtp ? "lmtp" : "smtp" },
  );
  const client = await opened.client();
  const said: string[] = [];
  for (const turn of dialogue.turns.filter(({ sent }) => sent !== "")) {
    client.send(turn.sent);
    if (turn.expected === "*") await client.read();
    else said.push(await client.read(turn.expected.length));
    if (turn.startsTls) await client.startTls();
  }
  if (dialogue.hangsUp) said.push(await client.untilClosed());
  return { said, messages: opened.messages.map(text) };
}

/** What `run` has to give. */
function outcome({ turns, hangsUp, messages }: Dialogue): { said: string[]; messages: readonly string[] } {
  const said = turns.filter(({ sent, expected }) => sent !== "" && expected !== "*").map(({ expected }) => expected);
  return { said: hangsUp ? [...said, ""] : said, messages };
}

/** CRAM-MD5 has a random challenge, which the files cannot know. */
const isRandom = ({ turns }: Dialogue): boolean => turns.some(({ expected }) => expected.includes("PG5vbmNl"));

describe.each([...readDialogues()])("%s", (_, dialogues) => {
  const fixed = dialogues
    .filter((dialogue) => !isRandom(dialogue))
    .map((dialogue) => [dialogue.name, dialogue] as const);
  test.each(fixed)("over TCP: %s", async (_name, dialogue) => {
    expect(await run(dialogue, false)).toEqual(outcome(dialogue));
  });

  const plain = fixed.filter(([, { options, turns }]) => {
    const aboutTls = turns.some(({ sent }) => sent.startsWith("STARTTLS") || sent.startsWith("\u0016"));
    return options.tls === undefined && options.lmtp !== true && !aboutTls;
  });
  test.each(plain)("over TLS: %s", async (_name, dialogue) => {
    expect(await run(dialogue, true)).toEqual(outcome(dialogue));
  });
});
