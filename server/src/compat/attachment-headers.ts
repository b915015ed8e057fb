import { isRasterImage } from "@mailglass/shared";
import { formatFilenameParameters } from "../mail/file-name.ts";

/**
 * Returns header fields for data from a message: a download, unless it is a raster image, that is never run or
 * sniffed.
 */
export function formatAttachmentHeaders(type: string, filename: string): Record<string, string> {
  const shown = isRasterImage(type);
  return {
    "content-type": /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : "application/octet-stream",
    "content-disposition": `${shown ? "inline" : "attachment"}; ${formatFilenameParameters(filename)}`,
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    // A page that shows a message has an opaque origin, and shows the images of that message.
    ...(shown && { "cross-origin-resource-policy": "cross-origin" }),
  };
}
