// `npm start`: installs, builds and runs Mailglass. Options go after --, e.g. `npm start -- --smtp-port 2525`.
import { build, install, node, shown } from "./toolchain.mjs";

await install();
await build();
// Ctrl-C reaches the server too, since it shares our terminal; we stay to pass on its exit code.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {});
process.exitCode = await shown(node(), ["server/dist/mailglass.mjs", ...process.argv.slice(2)]);
