import { listElements, type MailElement, type MailTree } from "./mail-tree.ts";

/** `url(…)` in CSS, with or without quotes. */
const CSS_URL = /url\(\s*(["']?)(.*?)\1\s*\)/g;

/**
 * Replaces the URLs of pictures that our server has by the pictures themselves, because a document that is drawn as a picture loads nothing.
 * Pictures of other hosts stay URLs, and are not drawn.
 */
export async function inlinePictures(mail: MailTree, baseUrl: string): Promise<void> {
  const loadPicture = createPictureLoader(baseUrl);
  await Promise.all(listElements(mail).map((element) => inlinePicturesOf(element, loadPicture)));
}

async function inlinePicturesOf(element: MailElement, loadPicture: PictureLoader): Promise<void> {
  const { name, attribs, children } = element;
  for (const attribute of name === "img" ? ["src", "background"] : ["background"]) {
    const picture = await loadPicture(attribs[attribute] ?? "");
    if (picture !== null) attribs[attribute] = picture;
  }
  if (attribs["style"] !== undefined) attribs["style"] = await replaceCssUrls(attribs["style"], loadPicture);
  if (name !== "style") return;
  for (const text of children) if ("data" in text) text.data = await replaceCssUrls(text.data, loadPicture);
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
