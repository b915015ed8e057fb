import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Where `pnpm dev` finds the server that answers /api. */
const server = process.env.MAILGLASS_URL ?? "http://localhost:8025";

export default defineConfig({
  // Relative, so that the built page works below any --base-path.
  base: "./",
  plugins: [react(), tailwindcss()],
  resolve: { conditions: ["source", "browser", "module", "import", "default"] },
  server: {
    port: 5173,
    proxy: { "/api": { target: server, ws: true, changeOrigin: true } },
  },
});
