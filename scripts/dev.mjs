// `npm run dev`: the server from its sources, started anew on every change, and the page with hot reload.
import { join } from "node:path";
import { helpful, install, node, root, shown, vite } from "./toolchain.mjs";

helpful("npm run dev -- [options of the server: npm start -- --help lists them]");
await install();
const server = shown(node(), ["--watch", "--conditions=source", "server/src/cli.ts", ...process.argv.slice(2)]);
const page = shown(node(), [vite], { cwd: join(root, "web") });
process.exitCode = await Promise.race([server, page]);
