import { spawn } from "node:child_process";
import { get } from "node:http";
import { connect } from "node:net";
import { builtServerPath, type Contestant } from "../contestants.ts";
import { median, runInterleaved } from "../measure.ts";
import { findFreePort, isPortOpen, runProgram } from "../process.ts";
import { atMost, formatNumber, type Row } from "../report.ts";

/** Milliseconds from the command to each of these, in this order. */
interface StartTimes {
  /** The server has logged that it is ready, and both ports are open. */
  readonly ready: number;
  /** The first SMTP greeting has arrived. */
  readonly greeted: number;
  /** `GET /api/info` is answered. */
  readonly answered: number;
  /** The page has arrived. */
  readonly page: number;
}

async function measureStartOnce(): Promise<StartTimes> {
  const [smtp, http] = [await findFreePort(), await findFreePort()];
  const started = performance.now();
  const elapsedMs = () => performance.now() - started;
  const args = [builtServerPath(), "--smtp-port", String(smtp), "--http-port", String(http), "--log-format", "json"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("close", resolve));
  await new Promise<void>((resolve, reject) => {
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (output.includes('"msg":"ready"')) resolve();
    });
    child.once("close", () => reject(new Error(`ended: ${output}`)));
  });
  const arePortsOpen = (await isPortOpen(smtp)) && (await isPortOpen(http));
  const ready = elapsedMs();
  await waitForGreeting(smtp);
  const greeted = elapsedMs();
  await expectOk(http, "/api/info");
  const answered = elapsedMs();
  await expectOk(http, "/");
  const page = elapsedMs();
  child.kill("SIGTERM");
  await ended;
  if (!arePortsOpen) throw new Error("said ready, and a port was closed");
  return { ready, greeted, answered, page };
}

function waitForGreeting(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("error", reject).once("data", (data) => {
      socket.destroy();
      if (data.toString("latin1").startsWith("220 ")) resolve();
      else reject(new Error(`greeted with ${data.toString("latin1")}`));
    });
  });
}

function expectOk(port: number, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get({ port, path, host: "127.0.0.1", agent: false }, (answer) => {
      answer.resume().once("end", () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`${path}: ${answer.statusCode}`));
      });
    });
    request.once("error", reject);
  });
}

/** From the command until both ports are open, compared with a Node process that does nothing. */
export async function measureStart(others: readonly Contestant[], rounds: number): Promise<Row> {
  const nothing = async () => (await runProgram(process.execPath, ["-e", "0"])).milliseconds;
  const peers = others.map(({ name, start: begin }) => ({
    name,
    async measure() {
      const started = performance.now();
      const server = await begin();
      const took = performance.now() - started;
      await server.stop();
      return took;
    },
  }));
  const starts: StartTimes[] = [];
  const own = {
    name: "mailglass",
    async measure() {
      const one = await measureStartOnce();
      starts.push(one);
      return one.ready;
    },
  };
  const all = [own, { name: "node -e 0", measure: nothing }, ...peers];
  const runs = await runInterleaved(all, rounds, ({ measure }) => measure());
  const medians = [...runs].map(([{ name }, times]) => ({ name, median: median(times) }));
  const [ours, node] = medians;
  const then = (what: string, key: keyof StartTimes) => ({
    what,
    milliseconds: formatNumber(median(starts.map((one) => one[key]))),
  });
  return {
    id: "start",
    title: "From the command to both ports open",
    lines: [
      ...medians.map(({ name, median }) => ({ what: name, milliseconds: formatNumber(median) })),
      then("mailglass: … to the first greeting", "greeted"),
      then("mailglass: … then to /api/info", "answered"),
      then("mailglass: … then to the page", "page"),
    ],
    goals: [atMost("start against node -e 0", 8, (ours?.median ?? Number.NaN) / (node?.median ?? Number.NaN), "×")],
    raw: [...[...runs].map(([{ name }, times]) => ({ name, times })), { name: "starts", starts }],
  };
}
