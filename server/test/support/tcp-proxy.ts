import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Forwards connections to a port of this machine, and can be cut like a network. */
export interface TcpProxy {
  readonly port: number;
  /** Closes all connections, and every new one until `restore`. */
  cut(): void;
  restore(): void;
  /** Forwards what clients send, but nothing of the replies, until `cut`. */
  mute(): void;
  close(): void;
}

export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const targets = new Set<Socket>();
  const server = createServer((client) => {
    if (isCut) {
      client.destroy();
      return;
    }
    const target = connect(targetPort, "127.0.0.1");
    const ends = [client, target] as const;
    for (const end of ends) {
      sockets.add(end);
      end.on("error", () => {});
      end.on("close", () => {
        sockets.delete(end);
        for (const other of ends) other.destroy();
      });
    }
    targets.add(target);
    target.on("close", () => targets.delete(target));
    client.pipe(target);
    target.pipe(client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const destroyAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      isCut = true;
      destroyAll();
    },
    mute() {
      for (const target of targets) {
        target.unpipe();
        target.resume();
      }
    },
    restore() {
      isCut = false;
    },
    close() {
      server.close();
      destroyAll();
    },
  };
}
