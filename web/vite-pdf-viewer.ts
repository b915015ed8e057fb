import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "vite";

const FOLDER = fileURLToPath(new URL("src/pdf-viewer/", import.meta.url));
const FILE_NAME = "pdf-viewer.html";

/**
 * Builds `pdf-viewer.html`: one file with its script and pdf.js in it. The document has no origin, so it can load neither
 * modules nor other files of ours.
 */
export function pdfViewer(): Plugin {
  return {
    name: "pdf-viewer",
    async generateBundle() {
      this.emitFile({ type: "asset", fileName: FILE_NAME, source: await buildViewer() });
    },
    configureServer(server) {
      server.middlewares.use(`/${FILE_NAME}`, (_, response, next) => {
        buildViewer().then((html) => response.setHeader("content-type", "text/html").end(html), next);
      });
    },
  };
}

async function buildViewer(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: "warn",
    build: {
      write: false,
      target: ["chrome123", "firefox120", "safari17.5"],
      rollupOptions: { input: `${FOLDER}viewer.ts`, output: { format: "iife" } },
    },
  });
  const outputs = [result].flat().flatMap((one) => ("output" in one ? one.output : []));
  const script = outputs.find((file) => file.type === "chunk");
  if (script === undefined) throw new Error("The PDF viewer's script was not built");
  const html = await readFile(`${FOLDER}viewer.html`, "utf8");
  // Within the element, its end tag and the start of a comment would be read as HTML.
  const code = script.code.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--").trim();
  return html.replace("<!-- viewer script -->", () => `<script>${code}</script>`);
}
