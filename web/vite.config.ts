import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { lucideIcons } from "./vite-icons.ts";
import { pdfViewer } from "./vite-pdf-viewer.ts";

/** The server to which the development server forwards /api. */
const server = process.env.MAILGLASS_URL ?? "http://localhost:8025";

/** The server writes its base path into the page; in development, Vite does. */
const base: Plugin = {
  name: "base",
  apply: "serve",
  transformIndexHtml: () => [{ tag: "base", attrs: { href: "/" }, injectTo: "head-prepend" }],
};

/**
 * Lets the first paint wait for no other file: index.html contains its styles, and its scripts have a lower priority than
 * the requests above them.
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

/** Writes compressed copies next to the files; the server sends these without compressing anything. */
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
  plugins: [react(), lucideIcons(), pdfViewer(), base, firstPaint, compressed],
  resolve: { conditions: ["source", "browser", "module", "import", "default"] },
  build: {
    // The oldest browsers with light-dark(), which the themes use.
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
