import { getDocument, type PDFDocumentProxy, type PDFPageProxy, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";
import * as worker from "pdfjs-dist/legacy/build/pdf.worker.mjs";

/**
 * The script of the PDF viewer's frame. The frame has no origin and may request nothing: the page sends the bytes of the
 * PDF, after this script has sent "ready"; any other message is the reason why the PDF cannot be shown.
 *
 * pdf.js runs on the frame's own thread, since a document without an origin cannot start a worker. Browsers run such a
 * frame in a process of its own, so that the page is not blocked. This version of pdf.js never evaluates text as code;
 * the frame's policy forbids it as well.
 */
const MAX_PAGES = 500;
/** Canvas pixels per CSS pixel, at most: a page takes four bytes for each. */
const MAX_SCALE = 2;
const MAX_WIDTH_PX = 960;

Object.assign(globalThis, { pdfjsWorker: worker });

function sendToPage(text: string): void {
  // Neither message is secret, and the frame does not know the origin of the page.
  parent.postMessage(text, "*");
}

addEventListener("message", ({ source, data }: MessageEvent<unknown>) => {
  if (source !== parent || !(data instanceof Uint8Array)) return;
  showPdf(data).catch((reason: unknown) => sendToPage(reason instanceof Error ? reason.message : String(reason)));
});
sendToPage("ready");

async function showPdf(data: Uint8Array): Promise<void> {
  const pdf = await getDocument({
    data,
    useWasm: false,
    useSystemFonts: true,
    enableXfa: false,
    verbosity: VerbosityLevel.ERRORS,
  }).promise;
  const pages = document.querySelector("#pages");
  const drawn = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting || !(target instanceof HTMLCanvasElement)) continue;
        drawn.unobserve(target);
        void drawPage(pdf, target);
      }
    },
    { rootMargin: "100%" },
  );
  const { width, height } = (await pdf.getPage(1)).getViewport({ scale: 1 });
  for (let number = 1; number <= Math.min(pdf.numPages, MAX_PAGES); number += 1) {
    const canvas = document.createElement("canvas");
    canvas.dataset["page"] = String(number);
    // Until it is drawn, a page is as large as the first one.
    canvas.width = width;
    canvas.height = height;
    pages?.append(canvas);
    drawn.observe(canvas);
  }
}

async function drawPage(pdf: PDFDocumentProxy, canvas: HTMLCanvasElement): Promise<void> {
  const page = await pdf.getPage(Number(canvas.dataset["page"]));
  const { width } = page.getViewport({ scale: 1 });
  const shownWidth = Math.min(canvas.clientWidth, MAX_WIDTH_PX) * Math.min(devicePixelRatio, MAX_SCALE);
  const viewport = page.getViewport({ scale: shownWidth / width });
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", await readText(page));
  await page.render({ canvas, viewport }).promise;
}

/** The text of a page, for screen readers. */
async function readText(page: PDFPageProxy): Promise<string> {
  const { items } = await page.getTextContent();
  const text = items.map((item) => ("str" in item ? item.str : "")).join(" ");
  return `Page ${page.pageNumber}: ${text.slice(0, 5_000)}`;
}
