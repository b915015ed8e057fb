import { listening } from "../listening.ts";
import type { SmtpServer } from "../smtp/smtp.ts";
import type { HostPort } from "./address.ts";
import { untilStopped } from "./signals.ts";

/** Listens until Ctrl-C. What is told goes to standard error: standard output is for messages. */
export async function listenUntilStopped(server: SmtpServer, at: HostPort, does: string): Promise<void> {
  const stopped = untilStopped();
  const { host, port } = await listening(at, () => server.listen(at));
  process.stderr.write(`Mailglass listens on ${host}:${port} and ${does}. Ctrl-C stops it.\n`);
  await stopped;
  await server.close();
}
