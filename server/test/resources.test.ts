import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test, vi } from "vitest";
import { RawClient } from "./smtp/raw-client.ts";
import { CLI_PATH, createTempFolder, runMailglass } from "./support/run-program.ts";

vi.setConfig({ testTimeout: 240_000 });

interface Ready {
  readonly child: ChildProcess;
  readonly smtp: { readonly port: number };
  readonly origin: string;
  /** Lines of the log before it was ready. */
  readonly lines: readonly string[];
}

/** Starts the server in a shell that runs `before` first: limits are inherited. */
async function start(args: readonly string[], before = "true"): Promise<Ready> {
  const script = `${before}; exec "$0" "$@"`;
  const program = [process.execPath, "--conditions=source", CLI_PATH];
  // Each --smtp-port opens a port of its own.
  const smtp = args.some((arg) => arg.startsWith("--smtp-port=")) ? [] : ["--smtp-port=0"];
  const own = [...smtp, "--http-port=0", "--log-format=json"];
  const child = spawn("sh", ["-c", script, ...program, ...own, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(async () => {
    const closed = child.exitCode === null && child.signalCode === null ? once(child, "close") : undefined;
    child.kill("SIGKILL");
    await closed;
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const { msg, smtp, http } = JSON.parse(line) as { msg: string; smtp: { port: number }; http: { port: number } };
    if (msg === "ready") return { child, smtp, origin: `http://127.0.0.1:${http.port}`, lines };
    lines.push(msg);
  }
  throw new Error(`The server did not start: ${lines.join(" ")}`);
}

/** Sends a message of `size` bytes, and returns the reply, or "" if the connection was closed. */
async function sendLarge({ smtp }: Ready, size: number): Promise<string> {
  const client = await RawClient.connect(smtp);
  onTestFinished(() => client.destroy());
  await client.read();
  for (const line of ["EHLO a.example", "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA"])
    await client.command(line);
  client.send(`${"x".repeat(998)}\r\n`.repeat(Math.trunc(size / 1000)));
  const reply = await client.command(".");
  client.destroy();
  return reply;
}

test("a disk that is full or read-only stops nothing: the server writes no file", async () => {
  // Not a byte may be written to any file.
  const server = await start([], "ulimit -f 0");
  expect(await sendLarge(server, 2_000_000)).toMatch(/^250 /);
  const list = (await (await fetch(`${server.origin}/api/messages`)).json()) as { items: { id: string }[] };
  const id = list.items[0]?.id ?? "";
  for (const path of ["/raw", "/text", "/preview", ""]) {
    const { status } = await fetch(`${server.origin}/api/messages/${id}${path}`);
    expect({ path, isAnswered: [200, 404].includes(status) }).toEqual({ path, isAnswered: true });
  }
  const closed = once(server.child, "close");
  server.child.kill("SIGTERM");
  expect(await closed).toEqual([0, null]);
});

test.skipIf(!existsSync("/proc/self/limits"))(
  "with 64 file descriptors, further clients get 421, and HTTP still works",
  async () => {
    const { smtp, origin, lines } = await start([], "ulimit -n 64");
    expect(lines).toEqual([]);
    const greeting = () =>
      new Promise<string>((resolve) => {
        let text = "";
        const socket = connect({ port: smtp.port, host: "127.0.0.1" });
        onTestFinished(() => void socket.destroy());
        socket.on("error", () => undefined);
        socket.on("data", (chunk) => {
          text += chunk.toString();
          resolve(text.slice(0, 3));
        });
        socket.on("close", () => resolve(text.slice(0, 3)));
      });
    const greetings = await Promise.all(Array.from({ length: 200 }, greeting));
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    expect(greetings.filter((code) => code === "220").length).toBeGreaterThan(4);
    expect(greetings.filter((code) => code !== "220" && code !== "421")).toEqual([]);
  },
);

test("a server that was killed starts again on the same socket and ports; a live one keeps them", async () => {
  const path = join(createTempFolder(), "smtp");
  const first = await start([`--smtp-socket=${path}`]);
  const taken = await runMailglass(["--smtp-port=0", "--http-port=0", `--smtp-socket=${path}`]);
  expect([taken.code, taken.errors]).toEqual([2, expect.stringMatching(/is in use: stop what listens there/)]);
  const gone = once(first.child, "close");
  first.child.kill("SIGKILL");
  await gone;
  const again = await start([`--smtp-socket=${path}`, `--smtp-port=${first.smtp.port}`]);
  expect(again.smtp.port).toBe(first.smtp.port);
  const client = await RawClient.connect({ path });
  expect(await client.read()).toMatch(/^220 /);
  client.destroy();
});

test("a server continues when its standard output is closed", async () => {
  const server = await start(["--log-level=debug"]);
  server.child.stdout?.destroy();
  for (let count = 0; count < 20; count += 1) await fetch(`${server.origin}/api/messages/none/html`);
  expect(await sendLarge(server, 1000)).toMatch(/^250 /);
  const closed = once(server.child, "close");
  server.child.kill("SIGTERM");
  expect(await closed).toEqual([0, null]);
});
