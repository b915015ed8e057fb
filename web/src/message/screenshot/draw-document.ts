/** Longer mails are cut at this height in CSS pixels. Browsers draw at most 16,384 device pixels. */
const MAX_HEIGHT = 16_000;
/** Up to this height in CSS pixels, the picture has twice the resolution. */
const MAX_SHARP_HEIGHT = 8_000;
/** The end of the mail is searched in a picture of this scale. */
const SEARCH_SCALE = 0.25;
/** Space below the last thing that is drawn, in CSS pixels, unless that is the background of the mail. */
const END_MARGIN = 8;

/**
 * Draws a document, which is XML, as a browser shows it in a window of `width` CSS pixels: as a picture in SVG, in which nothing runs and nothing is loaded.
 * Throws a DOMException if the browser cannot, or does not give out what it has drawn.
 */
export async function drawDocument(xml: string, width: number, background: string): Promise<HTMLCanvasElement> {
  const image = new Image();
  image.src = toSvgUrl(xml, width);
  await image.decode();
  const height = findHeight(image, width);
  const scale = height <= MAX_SHARP_HEIGHT ? 2 : 1;
  const { canvas, context } = createCanvas(width * scale, height * scale);
  context.fillStyle = background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, width * scale, MAX_HEIGHT * scale);
  return canvas;
}

function toSvgUrl(xml: string, width: number): string {
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${MAX_HEIGHT}">` +
    `<foreignObject width="100%" height="100%">${xml}</foreignObject></svg>`;
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}

/** Returns where the mail ends, in CSS pixels: a document in a picture cannot be measured, but its pixels can. */
function findHeight(image: HTMLImageElement, width: number): number {
  const { canvas, context } = createCanvas(Math.ceil(width * SEARCH_SCALE), MAX_HEIGHT * SEARCH_SCALE);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const last = data.findLastIndex((value, at) => at % 4 === 3 && value !== 0);
  const row = Math.floor(last / 4 / canvas.width);
  const hasBackground = data[row * canvas.width * 4 + 3] !== 0;
  return Math.min(MAX_HEIGHT, Math.ceil((row + 1) / SEARCH_SCALE) + (hasBackground ? 0 : END_MARGIN));
}

function createCanvas(width: number, height: number) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  if (context === null) throw new DOMException("This browser has no canvas.", "NotSupportedError");
  return { canvas, context };
}
