const WIDTH_PX = 180;
const HEIGHT_PX = 120;
const JPEG_QUALITY = 70;
/** The largest image that is decoded, because it is done in JavaScript. */
export interface ImageLimit {
  readonly pixels: number;
  /** Bytes of the file, which may describe the same pixels many times. */
  readonly bytes: number;
}

/** Four bytes per pixel: red, green, blue, opacity. */
interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * Creates a JPEG of 180 × 120: the centre of a PNG or JPEG image on white. For other types, broken files and images
 * larger than `limit`, the result is a white tile, as Mailpit returns for anything that is not an image.
 */
export async function createThumbnail(type: string, bytes: Buffer, limit: ImageLimit): Promise<Buffer> {
  const { default: jpeg } = await import("jpeg-js");
  const tile = { width: WIDTH_PX, height: HEIGHT_PX, data: Buffer.alloc(WIDTH_PX * HEIGHT_PX * 4, 0xff) };
  const image = bytes.length <= limit.bytes ? await decodeImage(type, bytes, limit.pixels) : undefined;
  if (image !== undefined) paintCentered(image, tile);
  return jpeg.encode(tile, JPEG_QUALITY).data;
}

async function decodeImage(type: string, bytes: Buffer, pixels: number): Promise<Bitmap | undefined> {
  try {
    if (type === "image/png" && countPngPixels(bytes) <= pixels) {
      const { default: pngjs } = await import("pngjs");
      return pngjs.PNG.sync.read(bytes);
    }
    if (type === "image/jpeg" || type === "image/jpg") {
      const { default: jpeg } = await import("jpeg-js");
      return jpeg.decode(bytes, { useTArray: true, maxResolutionInMP: pixels / 1e6, maxMemoryUsageInMB: 128 });
    }
  } catch {
    // Not an image, whatever its media type says.
  }
  return undefined;
}

/** Returns the number of pixels in the image header: the first chunk, with width and height at bytes 16 and 20. */
function countPngPixels(bytes: Buffer): number {
  return bytes.length < 24 ? Number.POSITIVE_INFINITY : bytes.readUInt32BE(16) * bytes.readUInt32BE(20);
}

/**
 * Fills the tile with the image's centre; an image smaller than the tile in width or height is fitted into it
 * instead.
 */
function paintCentered(image: Bitmap, tile: Bitmap): void {
  if (image.width === 0 || image.height === 0) return;
  const ratios = [WIDTH_PX / image.width, HEIGHT_PX / image.height];
  const fits = image.width < WIDTH_PX || image.height < HEIGHT_PX;
  const scale = fits ? Math.min(1, ...ratios) : Math.max(...ratios);
  const left = (WIDTH_PX - image.width * scale) / 2;
  const top = (HEIGHT_PX - image.height * scale) / 2;
  for (let y = 0; y < HEIGHT_PX; y++) {
    for (let x = 0; x < WIDTH_PX; x++) {
      const colour = averageColor(image, (x - left) / scale, (y - top) / scale, 1 / scale);
      if (colour !== undefined) tile.data.set(colour, (y * WIDTH_PX + x) * 4);
    }
  }
}

/** Returns the mean colour of a square of the image, on white; undefined outside the image. */
function averageColor(image: Bitmap, x: number, y: number, side: number): [number, number, number, number] | undefined {
  const right = Math.min(image.width, Math.ceil(x + side));
  const bottom = Math.min(image.height, Math.ceil(y + side));
  const sum: [number, number, number] = [0, 0, 0];
  let count = 0;
  for (let row = Math.max(0, Math.floor(y)); row < bottom; row++) {
    for (let column = Math.max(0, Math.floor(x)); column < right; column++) {
      const at = (row * image.width + column) * 4;
      const opacity = (image.data[at + 3] ?? 0) / 255;
      for (const channel of [0, 1, 2] as const) {
        sum[channel] += (image.data[at + channel] ?? 0) * opacity + 255 * (1 - opacity);
      }
      count++;
    }
  }
  return count === 0 ? undefined : [sum[0] / count, sum[1] / count, sum[2] / count, 255];
}
