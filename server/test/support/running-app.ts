import { PassThrough } from "node:stream";
import { createTransport } from "nodemailer";
import { IDLE_DESCRIPTION } from "../../src/app/event-loop/activities.ts";
import { type EventLoopBlock, EventLoopMonitor } from "../../src/app/event-loop/monitor.ts";
import { type App, startApp } from "../../src/app/start-app.ts";
import { createLog } from "../../src/base/log.ts";
import type { Config } from "../../src/config/options.ts";
import { defaultConfig } from "../../src/config/read-config.ts";
import { recordBlock } from "./blocks.ts";

/** A complete Mailglass on its own ports, as `mailglass` starts it, and a client that sends to it. */
export interface RunningApp extends App {
  /** Origin of the API. */
  readonly origin: string;
  /** Sends a source, or a message that nodemailer composes from the fields, by SMTP. */
  send(
    mail: string | Parameters<ReturnType<typeof createTransport>["sendMail"]>[0],
    to?: readonly string[],
  ): Promise<void>;
}

/** The test runs on the same thread: a block without a request is caused by the test itself. */
function recordRequestBlock(block: EventLoopBlock): void {
  if (block.activity !== IDLE_DESCRIPTION) recordBlock(block);
}

export async function startTestApp(config: Partial<Config> = {}): Promise<RunningApp> {
  const log = await createLog({ level: "error", format: "text" }, new PassThrough().resume());
  const eventLoop = new EventLoopMonitor({ intervalMs: 1, thresholdMs: 20, onBlock: recordRequestBlock });
  const app = await startApp({ ...defaultConfig(), smtpPort: [0], httpPort: 0, ...config }, log, eventLoop);
  eventLoop.start();
  const transport = createTransport({ host: "127.0.0.1", port: app.smtp.port, ignoreTLS: true });
  return {
    ...app,
    origin: `http://127.0.0.1:${app.http.port}`,
    async send(mail, to = ["rcpt@example.com"]) {
      await transport.sendMail(
        typeof mail === "string"
          ? { envelope: { from: "sender@example.com", to: [...to] }, raw: mail.replace(/\r?\n/g, "\r\n") }
          : mail,
      );
    },
    async close() {
      eventLoop.stop();
      transport.close();
      await app.close();
    },
  };
}
