import type SMTPConnection from "nodemailer/lib/smtp-connection";

/** How long the server may take for its greeting, in ms. A TLS port that is used without TLS never sends one. */
const GREETING_TIMEOUT_MS = 10_000;

export interface DeliveryOptions extends SMTPConnection.Options {
  readonly credentials?: { readonly user: string; readonly pass: string } | undefined;
}

/**
 * Sends one message over a new connection, and ends it with QUIT. Nodemailer's transports close the connection without QUIT,
 * which servers report.
 *
 * @returns the server's reply to the message, and the recipients that it refused
 * @throws if the connection, the login or the message fails
 */
export async function deliverMessage(
  { credentials, ...options }: DeliveryOptions,
  envelope: SMTPConnection.Envelope,
  message: Buffer,
): Promise<{ readonly response: string; readonly rejected: readonly string[] }> {
  const { default: Connection } = await import("nodemailer/lib/smtp-connection");
  const connection = new Connection({ greetingTimeout: GREETING_TIMEOUT_MS, ...options });
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  failed.catch(() => undefined);
  connection.on("error", fail);
  const ended = new Promise<void>((resolve) => connection.once("end", () => resolve()));
  const run = <Result>(start: (done: (error: unknown, result: Result) => void) => void): Promise<Result> =>
    Promise.race([
      failed,
      new Promise<Result>((resolve, reject) => start((error, result) => (error ? reject(error) : resolve(result)))),
    ]);
  try {
    await run<void>((done) => connection.connect((error) => done(error, undefined)));
    if (credentials !== undefined)
      await run<void>((done) => connection.login({ credentials }, (error) => done(error, undefined)));
    const info = await run<SMTPConnection.SentMessageInfo>((done) => connection.send(envelope, message, done));
    connection.quit();
    await Promise.race([ended, failed]).catch(() => undefined);
    return { response: info.response, rejected: info.rejected };
  } finally {
    connection.close();
  }
}
