/** Raster images, which a browser only paints. SVG is not among them: it is a document that may contain scripts. */
const RASTER_IMAGE_TYPES: ReadonlySet<string> = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/avif",
  "image/bmp",
  "image/x-icon",
  "image/vnd.microsoft.icon",
  // Other names of these, which mail programs and scripts send. Browsers go by the bytes.
  "image/jpg",
  "image/pjpeg",
  "image/x-png",
  "image/x-ms-bmp",
]);

/** Returns whether a part of this media type (lower case) may be shown inline. Nothing else in a message ever is. */
export const isRasterImage = (type: string): boolean => RASTER_IMAGE_TYPES.has(type);
