import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { Finding, Message, Session, SessionList } from "@mailglass/shared";
import type { RunningApp } from "../support/running-app.ts";
import type { Mistake, ProviderCall, Step } from "./mistake.ts";

/** Sends a mistake to a running server, and returns what is found: about its messages, then about its session. */
export async function deliver(app: RunningApp, mistake: Mistake): Promise<Finding[]> {
  // Earlier messages may have the same Message-ID.
  await fetch(new URL("/api/messages", app.origin), { method: "DELETE" });
  if (mistake.isSentTwice) await deliverOnce(app, mistake);
  return deliverOnce(app, mistake);
}

async function deliverOnce(app: RunningApp, mistake: Mistake): Promise<Finding[]> {
  if (mistake.request !== undefined) return deliverByRequest(app, mistake.request);
  const port = mistake.port === "smtps" ? app.smtps?.port : app.smtp.port;
  const socket = connect(port ?? 0, "127.0.0.1");
  await once(socket, "connect");
  const clientPort = socket.localPort;
  await talk(socket, mistake.dialogue ?? writeDialogue(mistake), mistake.port !== "smtps");
  socket.destroy();
  const session = await readClosedSession(app, clientPort);
  const messages = session.messageIds.map((id) => getJson<Message>(app, `/api/messages/${id}`));
  return [...(await Promise.all(messages)).flatMap(({ findings }) => findings), ...session.findings];
}

async function deliverByRequest(app: RunningApp, { path, headers, body }: ProviderCall): Promise<Finding[]> {
  const response = await fetch(new URL(path, app.origin), { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
  const { findings } = await getJson<Message>(app, "/api/messages/latest");
  return findings;
}

async function talk(socket: Socket, dialogue: readonly Step[], hasGreeting: boolean): Promise<void> {
  const replies = new ReplyReader(socket);
  if (hasGreeting) await replies.read();
  for (const step of dialogue) {
    if (step === "close") {
      socket.end();
      await replies.readToEnd();
    } else if (typeof step === "string") {
      socket.write(`${step}\r\n`, "latin1");
      await replies.read();
    } else if ("pauseMs" in step) {
      await pause(step.pauseMs);
    } else if ("push" in step) {
      socket.write(step.push, "latin1");
    } else {
      socket.write(step.raw, "latin1");
      await replies.read();
    }
  }
}

/** Returns the dialogue in which a correct client sends the message: pipelined, dot-stuffed, and declared as 8BITMIME if it is. */
function writeDialogue({ message, from = "shop@example.com", to = ["ann@example.org"] }: Mistake): Step[] {
  const source = message?.(new Date().toUTCString().replace("GMT", "+0000")) ?? "";
  const body = /[\x80-\xff]/.test(source) ? " BODY=8BITMIME" : "";
  const recipients = to.map((address) => `RCPT TO:<${address}>\r\n`).join("");
  // MAIL, the recipients and DATA are one group (RFC 2920).
  const replies: Step[] = Array.from({ length: to.length + 2 }, () => ({ raw: "" }));
  return [
    "EHLO client.example.com",
    { push: `MAIL FROM:<${from}>${body}\r\n${recipients}DATA\r\n` },
    ...replies,
    { raw: `${source.replace(/^\./gm, "..")}.\r\n` },
    "QUIT",
  ];
}

/** Reads the replies that a socket receives. */
class ReplyReader {
  #received = "";
  #isEnded = false;
  #wake: () => void = () => undefined;

  constructor(socket: Socket) {
    const end = () => {
      this.#isEnded = true;
      this.#wake();
    };
    socket.setEncoding("latin1").on("data", (text: string) => {
      this.#received += text;
      this.#wake();
    });
    socket.on("end", end).on("error", end).on("close", end);
  }

  /** Waits for the next reply. Returns when the connection has ended as well: mistakes end some connections. */
  async read(): Promise<void> {
    for (;;) {
      const reply = /^(?:\d{3}-[^\n]*\n)*\d{3}(?: [^\n]*)?\n/.exec(this.#received)?.[0];
      this.#received = this.#received.slice(reply?.length ?? 0);
      if (reply !== undefined || this.#isEnded) return;
      await this.#wait();
    }
  }

  async readToEnd(): Promise<void> {
    while (!this.#isEnded) await this.#wait();
  }

  #wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

/** Waits until the session of a client's port is closed. */
async function readClosedSession(app: RunningApp, clientPort: number | undefined): Promise<Session> {
  for (;;) {
    const { items } = await getJson<SessionList>(app, "/api/sessions");
    const mine = items.find(({ peer, closedAt }) => peer.port === clientPort && closedAt !== null);
    if (mine !== undefined) return getJson<Session>(app, `/api/sessions/${mine.id}`);
    await pause(5);
  }
}

async function getJson<Result>(app: RunningApp, path: string): Promise<Result> {
  const response = await fetch(new URL(path, app.origin));
  // The schemas of the API have their own tests.
  return (await response.json()) as Result;
}
