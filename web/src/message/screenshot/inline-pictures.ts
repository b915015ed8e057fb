/** `url(…)` in CSS, with or without quotes. */
const CSS_URL = /url\(\s*(["']?)(.*?)\1\s*\)/g;

/**
 * Replaces the URLs of pictures that our server has by the pictures themselves, because a document that is drawn as a picture loads nothing.
 * Pictures of other hosts stay URLs, and are not drawn.
 */
export async function inlinePictures(mail: Document, baseUrl: string): Promise<void> {
  const loadPicture = createPictureLoader(baseUrl);
  const replaceAttribute = async (element: Element, name: string) => {
    const picture = await loadPicture(element.getAttribute(name) ?? "");
    if (picture !== null) element.setAttribute(name, picture);
  };
  const images = [...mail.querySelectorAll("img[src]")].map((image) => replaceAttribute(image, "src"));
  const backgrounds = [...mail.querySelectorAll("[background]")].map((cell) => replaceAttribute(cell, "background"));
  const attributes = [...mail.querySelectorAll("[style*='url(']")].map(async (element) => {
    element.setAttribute("style", await replaceCssUrls(element.getAttribute("style") ?? "", loadPicture));
  });
  const sheets = [...mail.querySelectorAll("style")].map(async (sheet) => {
    sheet.textContent = await replaceCssUrls(sheet.textContent, loadPicture);
  });
  await Promise.all([...images, ...backgrounds, ...attributes, ...sheets]);
}

/** Returns a picture as a `data:` URL; null if its URL is not one of our server, or it cannot be loaded. */
type PictureLoader = (url: string) => Promise<string | null>;

/** Loads each picture once. */
function createPictureLoader(baseUrl: string): PictureLoader {
  const loaded = new Map<string, Promise<string | null>>();
  return (text) => {
    if (!URL.canParse(text, baseUrl)) return Promise.resolve(null);
    const { href, origin } = new URL(text, baseUrl);
    if (origin !== new URL(baseUrl).origin) return Promise.resolve(null);
    const existing = loaded.get(href);
    if (existing) return existing;
    const loading = loadAsDataUrl(href).catch(() => null);
    loaded.set(href, loading);
    return loading;
  };
}

async function loadAsDataUrl(url: string): Promise<string | null> {
  const response = await fetch(url);
  if (!response.ok) return null;
  const blob = await response.blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result as string));
    reader.addEventListener("error", () => reject(reader.error ?? new Error("The picture could not be read.")));
    reader.readAsDataURL(blob);
  });
}

async function replaceCssUrls(css: string, loadPicture: PictureLoader): Promise<string> {
  const urls = [...css.matchAll(CSS_URL)].map(([, , url = ""]) => url);
  const pictures = new Map<string, string | null>();
  for (const url of urls) pictures.set(url, await loadPicture(url));
  return css.replace(CSS_URL, (whole, _quote, url: string) => {
    const picture = pictures.get(url) ?? null;
    return picture === null ? whole : `url("${picture}")`;
  });
}
