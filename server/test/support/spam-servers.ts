import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from "node:net";
import { join } from "node:path";

/** GTUBE: every spam filter classifies a message with this line as spam. */
export const GTUBE = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";

export interface FakeServer {
  readonly port: number;
  close(): void;
}

/** Starts a server that calls `answer` with what it received, once the client has ended its side. */
export async function startFakeSpamd(answer: (request: string, socket: Socket) => void): Promise<FakeServer> {
  const sockets = new Set<Socket>();
  const server = createTcpServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    let request = "";
    socket.on("data", (bytes: Buffer) => (request += bytes.toString("latin1")));
    socket.on("end", () => answer(request, socket));
    socket.on("error", () => {});
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** A request that the fake Rspamd received. */
export interface RspamdRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Starts an HTTP server that responds with this status and body; without a status, it does not respond. */
export async function startFakeRspamd(
  answer: (request: RspamdRequest) => { readonly status: number; readonly body: string } | undefined,
): Promise<FakeServer> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (bytes: Buffer) => (body += bytes.toString("latin1")));
    request.on("end", () => {
      const result = answer({ url: request.url ?? "", headers: request.headers, body });
      if (result !== undefined) response.writeHead(result.status).end(result.body);
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

export const hasSpamd = spawnSync("spamd", ["--version"]).status === 0;
export const hasRspamd = spawnSync("rspamd", ["--version"]).status === 0;

/** Starts SpamAssassin's server, without checks that use the network. */
export async function startSpamd(): Promise<FakeServer> {
  const port = await findFreePort();
  return runServer(port, "spamd", ["-L", "-x", "-i", "127.0.0.1", "-p", String(port), "--max-children=1"]);
}

/** Starts Rspamd with a test configuration in `folder`. Its DNS server does not exist. */
export async function startRspamd(folder: string): Promise<FakeServer> {
  const port = await findFreePort();
  const path = (name: string) => join(folder, name);
  // It may run as another user.
  chmodSync(folder, 0o777);
  // Reading the whole list of public suffixes takes half a minute.
  writeFileSync(path("suffixes"), "com\n");
  writeFileSync(
    path("rspamd.conf"),
    `options { pidfile = "${path("pid")}"; tempdir = "${folder}"; url_tld = "${path("suffixes")}";
      dns { nameserver = ["127.0.0.1:9"]; timeout = 0.1s; retransmits = 1; } }
    logging { type = "console"; level = "error"; }
    actions { reject = 15; add_header = 6; greylist = 4; }
    group "test" { symbols { "TEST" { weight = 1; } } }
    worker "normal" { bind_socket = "127.0.0.1:${port}"; count = 1; }`,
  );
  return runServer(port, "rspamd", ["--no-fork", "--insecure", "--config", path("rspamd.conf")]);
}

async function runServer(port: number, command: string, args: readonly string[]): Promise<FakeServer> {
  // A separate process group, which is ended as a whole.
  const server = spawn(command, args, { stdio: "ignore", detached: true });
  await waitForPort(port, server);
  return {
    port,
    close() {
      if (server.pid !== undefined && server.exitCode === null) process.kill(-server.pid, "SIGTERM");
    },
  };
}

async function waitForPort(port: number, server: ChildProcess): Promise<void> {
  while (server.exitCode === null) {
    const socket = connect(port, "127.0.0.1");
    try {
      await once(socket, "connect");
      return;
    } catch {
      // Not yet: the next turn of the event loop tries again.
    } finally {
      socket.destroy();
    }
  }
  throw new Error(`${server.spawnfile} ended with ${server.exitCode}`);
}

async function findFreePort(): Promise<number> {
  const server = createTcpServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
