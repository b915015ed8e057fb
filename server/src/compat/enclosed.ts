import { isPicture } from "@mailglass/shared";

/**
 * Header fields for bytes that came in a message: to be saved, unless they are a raster image, and never to be run or
 * guessed about.
 */
export function enclosedHeaders(type: string, filename: string): Record<string, string> {
  const shown = isPicture(type);
  return {
    "content-type": /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : "application/octet-stream",
    "content-disposition": `${shown ? "inline" : "attachment"}; filename="${asciiName(filename)}"; filename*=UTF-8''${encodeName(filename)}`,
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    // A page of a message has an origin of its own, and shows the pictures of that message.
    ...(shown && { "cross-origin-resource-policy": "cross-origin" }),
  };
}

const asciiName = (name: string) => name.replace(/[^\w.@ -]/g, "_").slice(0, 200);

/** RFC 8187 §3.2. */
const encodeName = (name: string) =>
  encodeURIComponent(name.slice(0, 200).toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
