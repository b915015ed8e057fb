import { spawn } from "node:child_process";
import { get } from "node:http";
import { connect } from "node:net";
import { builtServer, type Contestant } from "../contestants.ts";
import { interleave, median } from "../measure.ts";
import { freePort, isOpen, run } from "../process.ts";
import { atMost, type Row, round } from "../report.ts";

/** Milliseconds from the command to each of these, one after the other. */
interface Start {
  /** The server says that it is ready, and both ports are open. */
  readonly ready: number;
  /** The first SMTP greeting has come. */
  readonly greeted: number;
  /** `GET /api/info` is answered. */
  readonly answered: number;
  /** The page has come. */
  readonly page: number;
}

async function startOnce(): Promise<Start> {
  const [smtp, http] = [await freePort(), await freePort()];
  const started = performance.now();
  const since = () => performance.now() - started;
  const args = [builtServer, "--smtp-port", String(smtp), "--http-port", String(http), "--log-format", "json"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("close", resolve));
  await new Promise<void>((resolve, reject) => {
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes('"msg":"ready"')) resolve();
    });
    child.once("close", () => reject(new Error(`ended: ${said}`)));
  });
  const both = (await isOpen(smtp)) && (await isOpen(http));
  const ready = since();
  await greeting(smtp);
  const greeted = since();
  await ok(http, "/api/info");
  const answered = since();
  await ok(http, "/");
  const page = since();
  child.kill("SIGTERM");
  await ended;
  if (!both) throw new Error("said ready, and a port was closed");
  return { ready, greeted, answered, page };
}

function greeting(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("error", reject).once("data", (data) => {
      socket.destroy();
      if (data.toString("latin1").startsWith("220 ")) resolve();
      else reject(new Error(`greeted with ${data.toString("latin1")}`));
    });
  });
}

function ok(port: number, path: string): Promise<void> {
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

/** From the command to both ports open, against a Node that does nothing. */
export async function start(others: readonly Contestant[], rounds: number): Promise<Row> {
  const nothing = async () => (await run(process.execPath, ["-e", "0"])).milliseconds;
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
  const starts: Start[] = [];
  const own = {
    name: "mailglass",
    async measure() {
      const one = await startOnce();
      starts.push(one);
      return one.ready;
    },
  };
  const all = [own, { name: "node -e 0", measure: nothing }, ...peers];
  const runs = await interleave(all, rounds, ({ measure }) => measure());
  const medians = [...runs].map(([{ name }, times]) => ({ name, median: median(times) }));
  const [ours, node] = medians;
  const then = (what: string, key: keyof Start) => ({
    what,
    milliseconds: round(median(starts.map((one) => one[key]))),
  });
  return {
    id: "start",
    title: "From the command to both ports open",
    lines: [
      ...medians.map(({ name, median }) => ({ what: name, milliseconds: round(median) })),
      then("mailglass: … to the first greeting", "greeted"),
      then("mailglass: … then to /api/info", "answered"),
      then("mailglass: … then to the page", "page"),
    ],
    goals: [atMost("start", Math.round(1.5 * (node?.median ?? Number.NaN) + 100), ours?.median ?? Number.NaN, "ms")],
    raw: [...[...runs].map(([{ name }, times]) => ({ name, times })), { name: "starts", starts }],
  };
}
