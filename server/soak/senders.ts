import { check } from "./failure.ts";
import { type Message, senderOf } from "./model.ts";
import type { Choices } from "./random.ts";
import { HungUp, SmtpClient } from "./smtp-client.ts";
import { createOversizedSource, sourceOf } from "./sources.ts";
import type { World } from "./world.ts";

/** Programs that send mail, correctly or incorrectly. Each call is one connection. */

const GROUPS = 5;

/** How far a message got before its connection broke. */
interface Progress {
  /** Its last byte was sent, so it may have been stored. */
  complete: boolean;
}

type Style = "step by step" | "pipelined" | "chunks";

export async function sendSome(world: World, choices: Choices): Promise<void> {
  try {
    const lmtp = choices.percent(15);
    const client = await openSession(world, choices, lmtp);
    if (client === undefined) return;
    for (let left = choices.between(1, 6); left > 0; left--) {
      if (choices.percent(12)) await misbehave(world, client, choices);
      else await sendOne(world, client, lmtp, choices);
    }
    if (choices.percent(80)) await client.command("QUIT");
    client.hangUp();
  } catch (error) {
    if (!(error instanceof HungUp)) throw error;
  }
}

/**
 * A session in which mail can be sent: by SMTP or LMTP, in plain text, with STARTTLS or with TLS from the first byte, with or without
 * AUTH. Undefined if the server refused one of the steps because of an injected fault.
 */
async function openSession(
  { ports, history }: World,
  choices: Choices,
  lmtp: boolean,
): Promise<SmtpClient | undefined> {
  const isImplicitTls = !lmtp && choices.percent(15);
  const port = lmtp ? ports.lmtp : isImplicitTls ? ports.smtps : ports.smtp;
  const client = await SmtpClient.open(port, choices, isImplicitTls);
  const steps = [lmtp ? "LHLO soak.example" : "EHLO soak.example"];
  if (!isImplicitTls && choices.percent(20)) steps.push("STARTTLS", ...steps);
  if (choices.percent(25)) steps.push(`AUTH PLAIN ${Buffer.from("\0ann\0secret").toString("base64")}`);
  if (lmtp || isImplicitTls || steps.length > 1)
    history.note(`${lmtp ? "LMTP" : isImplicitTls ? "SMTPS" : "SMTP"}: ${steps.join(", ")}`);
  const isAccepted = async (step: string) => {
    const { code } = await client.command(step);
    if (step === "STARTTLS" && code === 220) await client.startTls();
    return code < 300;
  };
  let isOpen = (await client.reply()).code === 220;
  for (const step of steps) isOpen &&= await isAccepted(step);
  if (isOpen) return client;
  client.hangUp();
  return undefined;
}

async function sendOne({ model, history }: World, client: SmtpClient, lmtp: boolean, choices: Choices): Promise<void> {
  const key = model.nextKey();
  const source = sourceOf(key, choices);
  const message = model.begin(key, choices.between(1, GROUPS), source);
  const style: Style = choices.pick(["step by step", "pipelined", "chunks"] as const);
  const progress: Progress = { complete: false };
  history.note(`send ${key}, ${source.length} bytes, ${style}`);
  try {
    const accepted = await transfer(client, message, source, { style, progress, lmtp, choices });
    model.end(message, accepted ? "acknowledged" : "refused");
    history.note(`${accepted ? "stored" : "refused"} ${key}`);
    // A refusal may leave the transaction open; the next message would get its envelope.
    if (!accepted) await client.command("RSET");
  } catch (error) {
    model.end(message, progress.complete ? "unknown" : "refused");
    history.note(`broken off ${key}`);
    throw error;
  }
}

interface Transfer {
  readonly style: Style;
  readonly progress: Progress;
  /** Each accepted recipient has its own reply to the message (RFC 2033 §4.2). */
  readonly lmtp: boolean;
  readonly choices: Choices;
}

/** Whether it was answered with 250. */
async function transfer(
  client: SmtpClient,
  message: Message,
  source: Buffer,
  { style, progress, lmtp, choices }: Transfer,
): Promise<boolean> {
  const recipients = Array.from({ length: choices.between(1, 3) }, (_, at) => `RCPT TO:<ann${at}@example.com>`);
  const envelope = [`MAIL FROM:<${senderOf(message)}>`, ...recipients];
  if (style === "chunks") return inChunks(client, envelope, source, { style, progress, lmtp, choices });
  let accepted = 0;
  const count = (line: string | undefined, code: number) => {
    if (line?.startsWith("RCPT") === true && code < 300) accepted++;
  };
  if (style === "pipelined") {
    await client.send([...envelope, "DATA", ""].join("\r\n"));
    let code = 0;
    for (const line of [...envelope, undefined]) {
      ({ code } = await client.reply());
      count(line, code);
    }
    if (code !== 354) return false;
  } else {
    for (const line of envelope) {
      const { code } = await client.command(line);
      if (code >= 400 && line.startsWith("MAIL")) return false;
      count(line, code);
    }
    if ((await client.command("DATA")).code !== 354) return false;
  }
  if (choices.percent(4)) {
    await client.send(dotStuff(source).subarray(0, choices.between(0, source.length)));
    client.hangUp(choices.percent(50));
    throw new HungUp("in the middle of DATA");
  }
  await client.send(dotStuff(source));
  progress.complete = true;
  await client.send(".\r\n");
  if (choices.percent(3)) {
    client.hangUp();
    throw new HungUp("before the reply");
  }
  return readFinalReplies(client, lmtp ? accepted : 1);
}

/** Whether one of the replies to a message accepts it. */
async function readFinalReplies(client: SmtpClient, count: number): Promise<boolean> {
  let isAccepted = false;
  for (let left = count; left > 0; left--) if ((await client.reply()).code === 250) isAccepted = true;
  return isAccepted;
}

/** Sends by BDAT (RFC 3030), in one write. The bytes of a refused chunk follow all the same, and the server has to read them. */
async function inChunks(
  client: SmtpClient,
  envelope: readonly string[],
  source: Buffer,
  { progress, lmtp, choices }: Transfer,
): Promise<boolean> {
  const cut = choices.between(0, source.length);
  const parts = [source.subarray(0, cut), source.subarray(cut)] as const;
  await client.send([...envelope, ""].join("\r\n"));
  await client.send(`BDAT ${parts[0].length}\r\n`);
  await client.send(parts[0]);
  progress.complete = true;
  await client.send(`BDAT ${parts[1].length} LAST\r\n`);
  await client.send(parts[1]);
  let accepted = 0;
  let isFirstPartTaken = false;
  for (const line of [...envelope, "BDAT"]) {
    const { code } = await client.reply();
    if (line.startsWith("RCPT") && code < 300) accepted++;
    isFirstPartTaken = code < 300;
  }
  // Without a transaction, a chunk has one reply, also over LMTP.
  return readFinalReplies(client, lmtp && isFirstPartTaken ? accepted : 1);
}

/** With a dot before each dot that begins a line (RFC 5321 §4.5.2). */
const dotStuff = (source: Buffer): Buffer =>
  Buffer.from(source.toString("latin1").replace(/^\./, "..").replaceAll("\r\n.", "\r\n.."), "latin1");

/** Violations of the protocol. None of them stores a message. */
async function misbehave({ limits, history }: World, client: SmtpClient, choices: Choices): Promise<void> {
  const fault = choices.pick(["too large", "announced too large", "reset", "nonsense", "no recipient", "drop"]);
  history.note(`misbehave: ${fault}`);
  if (fault === "nonsense") {
    await client.command(choices.pick(["FOO", "MAIL TO:<a@b.example>", "RCPT", "DATA", "VRFY ann", "\u0001\u0002"]));
    return;
  }
  if (fault === "announced too large") {
    const { code } = await client.command(`MAIL FROM:<large@soak.example> SIZE=${limits.messageBytes + 1}`);
    check(code >= 400, `a message that is announced as too large: ${code}`);
    return;
  }
  if ((await client.command("MAIL FROM:<bad@soak.example>")).code !== 250) return;
  if (fault === "no recipient") await client.command("DATA");
  else if (fault === "drop") {
    client.hangUp(true);
    throw new HungUp("on purpose");
  } else if (fault === "too large") {
    await client.command("RCPT TO:<ann@example.com>");
    if ((await client.command("DATA")).code === 354) {
      await client.send(createOversizedSource(limits.messageBytes));
      await client.send(".\r\n");
      const { code } = await client.reply();
      check(code >= 400, `a message that is too large: ${code}`);
    }
  }
  await client.command("RSET");
}

/** Sends many small messages over one connection, all at once (RFC 2920): more than can be reported to listeners one by one. */
export async function burst({ server, model, history }: World, choices: Choices): Promise<void> {
  const count = choices.pick([50, 300, 2_500]);
  const client = await SmtpClient.open(server.smtpPort, choices);
  const sources = Array.from({ length: count }, () => {
    const key = model.nextKey();
    const source = Buffer.from(`Subject: burst ${key}\r\n\r\n${"x".repeat(choices.between(0, 500))}\r\n`);
    return { message: model.begin(key, choices.between(1, GROUPS), source), source };
  });
  history.note(`burst of ${count} from ${sources[0]?.message.key}`);
  try {
    if ((await client.reply()).code !== 220 || (await client.command("EHLO soak.example")).code !== 250) return;
    const commands = sources.map(
      ({ message, source }) =>
        `RSET\r\nMAIL FROM:<${senderOf(message)}>\r\nRCPT TO:<a@b.example>\r\nBDAT ${source.length} LAST\r\n${source.toString("latin1")}`,
    );
    const sent = client.send(commands.join(""));
    sent.catch(() => {});
    for (const { message } of sources) {
      let code = 0;
      for (let replies = 4; replies > 0; replies--) ({ code } = await client.reply());
      model.end(message, code === 250 ? "acknowledged" : "refused");
    }
    await sent;
    history.note(`end of the burst of ${count}`);
  } catch (error) {
    if (!(error instanceof HungUp)) throw error;
  } finally {
    // If the connection broke, any of them may have been stored.
    for (const { message } of sources) if (message.status === "sending") model.end(message, "unknown");
    client.hangUp();
  }
}

/** Connections that say nothing, many at once. */
export async function connectOften({ server, history }: World, choices: Choices): Promise<void> {
  const count = choices.between(10, 60);
  history.note(`open ${count} connections`);
  const opened = await Promise.allSettled(
    Array.from({ length: count }, async () => SmtpClient.open(server.smtpPort, choices)),
  );
  for (const each of opened) if (each.status === "fulfilled") each.value.hangUp(choices.percent(50));
}

/** Sends a source unchanged by POST /api/messages. */
export async function post({ http, model, history }: World, choices: Choices): Promise<void> {
  const key = model.nextKey();
  const source = sourceOf(key, choices);
  const message = model.begin(key, choices.between(1, GROUPS), source);
  history.note(`post ${key}, ${source.length} bytes`);
  const { status } = await http.call(`/api/messages?from=${senderOf(message)}&to=ann@example.com`, {
    method: "POST",
    raw: source,
  });
  model.end(message, status === 201 ? "acknowledged" : "refused");
  check(status === 201, `POST /api/messages of ${key}: ${status}`);
}

export const randomGroup = (choices: Choices): number => choices.between(1, GROUPS);
