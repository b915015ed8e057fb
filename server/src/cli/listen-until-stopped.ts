import type { HostPort } from "../app/address.ts";
import { openPort } from "../app/open-port.ts";
import type { SmtpServer } from "../smtp/smtp.ts";
import { waitForStopSignal } from "./stop-signal.ts";

/** Listens until Ctrl-C. Notices go to standard error, because standard output is for messages. */
export async function listenUntilStopped(server: SmtpServer, address: HostPort, activity: string): Promise<void> {
  const stopped = waitForStopSignal();
  const { host, port } = await openPort(address, () => server.listen(address));
  process.stderr.write(`Mailglass listens on ${host}:${port} and ${activity}. Press Ctrl-C to stop.\n`);
  await stopped;
  await server.close();
}
