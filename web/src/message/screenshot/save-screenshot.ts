import { client, describeError } from "../../data/client.ts";
import { loadPreviewInfo } from "../../data/load-message.ts";
import { type PreviewTheme, settingsStore } from "../../data/settings.ts";
import { showToast } from "../../data/toasts.ts";
import { formatAmount } from "../../model/format.ts";
import { drawDocument } from "./draw-document.ts";
import { inlinePictures } from "./inline-pictures.ts";
import { formatAsXml, listElements, parseMail } from "./mail-tree.ts";

/** CSS pixels of a picture of the preview at full width. */
const DESKTOP_WIDTH = 800;
const BACKGROUNDS: Readonly<Record<PreviewTheme, string>> = {
  light: "#ffffff",
  dark: "#1c1c1e",
  "partial-inversion": "#1c1c1e",
  "full-inversion": "#1c1c1e",
};
/** Milliseconds until the browser has the bytes of a download. */
const DOWNLOAD_MS = 60_000;
/**
 * Bodies that are as high as the window would be as high as the largest picture. In a window, the background of the body is that of the
 * page; in a picture it ends with the body, which therefore contains the margins of what is in it.
 */
const BODY_STYLE = "body{height:auto!important;min-height:0!important;display:flow-root}";

/** Saves the HTML of a message as a PNG file, as the preview shows it: its width, its theme, with or without images. */
export async function saveScreenshot(id: string, subject: string): Promise<void> {
  try {
    const { previewTheme, previewWidth, previewImages } = settingsStore.get();
    const query = { theme: previewTheme, ...(previewImages ? {} : { images: false }) };
    const markup = await client.getPreview({ params: { id }, query });
    // Last in the head, where it wins.
    const mail = parseMail(markup.replace(/(?=<\/head>)/i, `<style>${BODY_STYLE}</style>`));
    if (previewImages) await inlinePictures(mail, client.urlOf("getPreview", { id }).href);
    else for (const { name, attribs } of listElements(mail)) if (name === "img") delete attribs["src"];
    const width = previewWidth === "100%" ? DESKTOP_WIDTH : Number.parseInt(previewWidth, 10);
    const canvas = await drawDocument(formatAsXml(mail), width, BACKGROUNDS[previewTheme]);
    await download(canvas, `${toFileName(subject)}.png`);
    const { remote } = await loadPreviewInfo(id);
    const missing = remote === 0 ? "" : `, without ${formatAmount(remote, "remote resource")}`;
    showToast(`Screenshot saved${missing}`);
  } catch (reason) {
    const isBrowser = reason instanceof DOMException;
    const why = isBrowser ? "this browser cannot draw HTML. Use its own screenshot function." : describeError(reason);
    showToast(`No screenshot: ${why}`, { kind: "error" });
  }
}

async function download(canvas: HTMLCanvasElement, name: string): Promise<void> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob === null) throw new DOMException("The picture is too large.", "EncodingError");
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  // Some browsers start the download later.
  setTimeout(() => URL.revokeObjectURL(link.href), DOWNLOAD_MS);
}

/** Returns a file name that every system accepts. */
function toFileName(subject: string): string {
  const name = subject
    .replace(/[\\/:*?"<>|\s\p{Cc}\p{Cf}]+/gu, " ")
    .trim()
    .slice(0, 100);
  return name === "" ? "message" : name;
}
