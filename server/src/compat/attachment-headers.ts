import { isRasterImage } from "@mailglass/shared";
import { formatFilenameParameters } from "../mail/file-name.ts";

/**
 * Header fields for bytes that came in a message: to be saved, unless they are a raster image, and never to be run or
 * guessed about.
 */
export function formatAttachmentHeaders(type: string, filename: string): Record<string, string> {
  const shown = isRasterImage(type);
  return {
    "content-type": /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : "application/octet-stream",
    "content-disposition": `${shown ? "inline" : "attachment"}; ${formatFilenameParameters(filename)}`,
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    // A page of a message has an origin of its own, and shows the pictures of that message.
    ...(shown && { "cross-origin-resource-policy": "cross-origin" }),
  };
}
