import { expect, test, vi } from "vitest";
import { CLI_PATH, runProcess } from "./support/run-program.ts";

vi.setConfig({ testTimeout: 60_000 });

/** Sends SIGTERM as soon as the program starts to listen. */
const STOP_WHILE_STARTING = `
  import { Server } from "node:net";
  const { listen } = Server.prototype;
  Server.prototype.listen = function (...where) {
    Server.prototype.listen = listen;
    process.kill(process.pid, "SIGTERM");
    return listen.apply(this, where);
  };
`;

test.each([
  ["the server", ["--smtp-port=0", "--http-port=0"]],
  ["mailglass debug", ["debug", "localhost:0"]],
])("SIGTERM during the start of %s ends it with code 0", async (_name, args) => {
  const preload = ["--import", `data:text/javascript,${encodeURIComponent(STOP_WHILE_STARTING)}`];
  const { code } = await runProcess(process.execPath, ["--conditions=source", ...preload, CLI_PATH, ...args]);
  expect(code).toBe(0);
});
