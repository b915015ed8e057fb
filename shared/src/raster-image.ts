/** Raster images, which a browser only paints. SVG is a document with scripts, so it is never among them. */
const RASTER_IMAGE_TYPES: ReadonlySet<string> = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/avif",
  "image/bmp",
  "image/x-icon",
  "image/vnd.microsoft.icon",
]);

/** Whether a part of this media type, in lower case, may be shown where it stands: nothing else of a message ever is. */
export const isRasterImage = (type: string): boolean => RASTER_IMAGE_TYPES.has(type);
