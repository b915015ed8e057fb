// `npm run dev`: the server from its sources, restarted on every change; the page with hot reload.
import { join } from "node:path";
import { environment, install, node, printHelpIfAsked, root, runInTerminal, vite } from "./toolchain.mjs";

printHelpIfAsked("npm run dev -- [options of the server: npm start -- --help lists them]");
await install();
const options = process.argv.slice(2);
const server = runInTerminal(node(), ["--watch", "--conditions=source", "server/src/cli/main.ts", ...options]);
const page = runInTerminal(node(), [vite], {
  cwd: join(root, "web"),
  env: environment({ MAILGLASS_URL: process.env.MAILGLASS_URL ?? `http://localhost:${httpPort(options)}` }),
});
process.exitCode = await Promise.race([server, page]);

/** The port that the page's proxy must use: as given to the server, else the server's default. */
function httpPort(args) {
  const at = args.findLastIndex((arg) => /^--http-port(=|$)/.test(arg));
  const port = at < 0 ? process.env.MAILGLASS_HTTP_PORT : (args[at].split("=")[1] ?? args[at + 1]);
  return port ?? "8025";
}
