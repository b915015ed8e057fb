import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Where `pnpm dev` finds the server that answers /api. */
const server = process.env.MAILGLASS_URL ?? "http://localhost:8025";

export default defineConfig({
  // Relative, so that the built page works below any --base-path.
  base: "./",
  plugins: [react()],
  resolve: { conditions: ["source", "browser", "module", "import", "default"] },
  build: {
    // light-dark() is what the themes are made of: the oldest browsers that know it.
    target: ["chrome123", "firefox120", "safari17.5"],
    modulePreload: { polyfill: false },
  },
  server: {
    port: 5173,
    proxy: { "/api": { target: server, ws: true, changeOrigin: true } },
  },
});
