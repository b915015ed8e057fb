import { describe, expect, test } from "vitest";
import { type Dialogue, readDialogues } from "../../test/smtp/dialogues.ts";
import { messageText, openServer } from "../../test/smtp/open-server.ts";

/** The dialogues of the protocol once more, through sockets: the connection must change nothing. */
async function runOverSocket(dialogue: Dialogue, secure: boolean): Promise<{ said: string[]; messages: string[] }> {
  const { lmtp = false, waits: _waits, ...options } = dialogue.options;
  const opened = await openServer(
    { ...options, ...(secure && { tls: "auto" }), limits: { messageSize: 1000, recipients: 3, ...options.limits } },
    { port: 0, kind: secure ? "smtps" : lmtp ? "lmtp" : "smtp" },
  );
  const client = await opened.connectClient();
  const said: string[] = [];
  for (const turn of dialogue.turns.filter(({ sent }) => sent !== "")) {
    client.send(turn.sent);
    if (turn.expected === "*") await client.read();
    else said.push(await client.read(turn.expected.length));
    if (turn.startsTls) await client.startTls();
  }
  if (dialogue.serverCloses) said.push(await client.readUntilClosed());
  return { said, messages: opened.messages.map(messageText) };
}

/** What `run` has to give. */
function expectedOutcome({ turns, serverCloses, messages }: Dialogue): { said: string[]; messages: readonly string[] } {
  const said = turns.filter(({ sent, expected }) => sent !== "" && expected !== "*").map(({ expected }) => expected);
  return { said: serverCloses ? [...said, ""] : said, messages };
}

/** CRAM-MD5 has a random challenge, which the files cannot know. */
const hasRandomChallenge = ({ turns }: Dialogue): boolean =>
  turns.some(({ expected }) => expected.includes("PG5vbmNl"));

describe.each([...readDialogues()])("%s", (_, dialogues) => {
  const fixed = dialogues
    .filter((dialogue) => !hasRandomChallenge(dialogue))
    .map((dialogue) => [dialogue.name, dialogue] as const);
  test.each(fixed)("over TCP: %s", async (_name, dialogue) => {
    expect(await runOverSocket(dialogue, false)).toEqual(expectedOutcome(dialogue));
  });

  const plain = fixed.filter(([, { options, turns }]) => {
    const aboutTls = turns.some(({ sent }) => sent.startsWith("STARTTLS") || sent.startsWith("\u0016"));
    return options.tls === undefined && options.lmtp !== true && !aboutTls;
  });
  test.each(plain)("over TLS: %s", async (_name, dialogue) => {
    expect(await runOverSocket(dialogue, true)).toEqual(expectedOutcome(dialogue));
  });
});
