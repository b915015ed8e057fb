/** Opens WebSockets that read and ignore what they receive. Prints `ready`; ends on SIGTERM. Arguments: a JSON of {@link SocketOptions}. */
import { WebSocket } from "ws";

export interface SocketOptions {
  readonly port: number;
  readonly path: string;
  readonly count: number;
}

const { port, path, count } = JSON.parse(process.argv[2] ?? "{}") as SocketOptions;
for (let number = 0; number < count; number++) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  socket.on("message", () => {});
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
}
process.once("SIGTERM", () => process.exit(0));
process.stdout.write("ready\n");
