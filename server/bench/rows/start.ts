import { spawn } from "node:child_process";
import { builtServer, type Contestant } from "../contestants.ts";
import { interleave, median } from "../measure.ts";
import { freePort, isOpen, run } from "../process.ts";
import { atMost, type Row, round } from "../report.ts";

/** Milliseconds until the server says that it is ready, both ports tried. */
async function untilReady(): Promise<number> {
  const [smtp, http] = [await freePort(), await freePort()];
  const started = performance.now();
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
  const took = performance.now() - started;
  child.kill("SIGTERM");
  await ended;
  if (!both) throw new Error("said ready, and a port was closed");
  return took;
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
  const all = [{ name: "mailglass", measure: untilReady }, { name: "node -e 0", measure: nothing }, ...peers];
  const runs = await interleave(all, rounds, ({ measure }) => measure());
  const medians = [...runs].map(([{ name }, times]) => ({ name, median: median(times) }));
  const [own, node] = medians;
  return {
    id: "start",
    title: "From the command to both ports open",
    lines: medians.map(({ name, median }) => ({ what: name, milliseconds: round(median) })),
    goals: [atMost("start", Math.round(1.5 * (node?.median ?? Number.NaN) + 100), own?.median ?? Number.NaN, "ms")],
    raw: [...runs].map(([{ name }, times]) => ({ name, times })),
  };
}
