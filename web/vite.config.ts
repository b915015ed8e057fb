import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { lucideIcons } from "./vite-icons.ts";

/** Where `pnpm dev` finds the server that answers /api. */
const server = process.env.MAILGLASS_URL ?? "http://localhost:8025";

/** The server writes its base path into the page; in development Vite stands in for it. */
const base: Plugin = {
  name: "base",
  apply: "serve",
  transformIndexHtml: () => [{ tag: "base", attrs: { href: "/" }, injectTo: "head-prepend" }],
};

/**
 * Nothing that index.html draws waits for another file: its styles are in it, and the scripts, which bring the rest, come
 * behind what it asks for before them.
 */
const firstPaint: Plugin = {
  name: "first-paint",
  apply: "build",
  transformIndexHtml: {
    order: "post",
    handler: (html, { bundle }) =>
      html
        .replace(/<link rel="stylesheet"[^>]* href="\.\/([^"]+)">/g, (link, name) => {
          const file = bundle?.[name];
          return file?.type === "asset" && typeof file.source === "string" ? `<style>${file.source}</style>` : link;
        })
        .replace(/<(script type="module"|link rel="modulepreload")/g, '<$1 fetchpriority="low"'),
  },
};

/** Puts compressed copies beside the files, which the server sends as they are. */
const compressed: Plugin = {
  name: "compressed",
  apply: "build",
  async writeBundle({ dir = "dist" }) {
    const files = await readdir(dir, { recursive: true });
    const texts = files.filter((file) => /\.(js|css|svg)$/.test(file)).map((file) => join(dir, file));
    await Promise.all(
      texts.map(async (file) => {
        const bytes = await readFile(file);
        await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
        await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes));
      }),
    );
  },
};

export default defineConfig({
  // Relative, so that the built page works below any --base-path.
  base: "./",
  plugins: [react(), lucideIcons(), base, firstPaint, compressed],
  resolve: { conditions: ["source", "browser", "module", "import", "default"] },
  build: {
    // light-dark() is what the themes are made of: the oldest browsers that know it.
    target: ["chrome123", "firefox120", "safari17.5"],
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // The script of /api/docs has a fixed name, because the server renders that page without knowing the build.
      input: { index: "index.html", "api-docs": "src/api-docs/main.ts" },
      output: {
        entryFileNames: ({ name }) => (name === "api-docs" ? "api-docs.js" : "assets/[name]-[hash].js"),
      },
    },
  },
  server: {
    port: 5173,
    proxy: { "/api": { target: server, ws: true, changeOrigin: true } },
  },
});
