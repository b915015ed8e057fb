// `npm start`: installs, builds and runs Mailglass. Options go after --, e.g. `npm start -- --smtp-port 2525`.
import { build, install, node, runInTerminal } from "./toolchain.mjs";

await install("run");
await build();
process.exitCode = await runInTerminal(node(), ["server/dist/mailglass.mjs", ...process.argv.slice(2)]);
