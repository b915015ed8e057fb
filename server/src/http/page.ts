import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { gzipSync } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";
import { escapeHtml } from "../base/escape-html.ts";
import { acceptsCoding } from "../request/accepts-coding.ts";

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
};

/** Sources of the inline scripts and styles of a document: their hashes, so that no injected one has an effect. */
interface InlineSources {
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
}

/** Formats the Content-Security-Policy of the page. Scripts and styles come only from our own files. */
const formatPagePolicy = ({ scripts, styles }: InlineSources): string =>
  [
    "default-src 'none'",
    ["script-src 'self'", ...scripts].join(" "),
    ["style-src 'self'", ...styles].join(" "),
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'self'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join("; ");

/**
 * Formats the Content-Security-Policy of the PDF viewer (`web/src/pdf-viewer`): the document runs its own script and
 * nothing else, requests nothing, and has no origin, even when it is opened in a tab of its own.
 */
const formatPdfViewerPolicy = ({ scripts, styles }: InlineSources): string =>
  [
    "default-src 'none'",
    ["script-src", ...scripts].join(" "),
    ["style-src", ...styles].join(" "),
    "img-src data: blob:",
    "font-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    "sandbox allow-scripts",
  ].join("; ");

const hashInlineSources = (html: Buffer): InlineSources => ({
  scripts: hashElements(html, "script"),
  styles: hashElements(html, "style"),
});

/** Returns the hash of the content of each element that has no attributes. The PDF viewer is large, so no text is made of it. */
function hashElements(html: Buffer, name: "script" | "style"): string[] {
  const [startTag, endTag] = [`<${name}>`, `</${name}>`];
  const hashes: string[] = [];
  for (let start = html.indexOf(startTag); start >= 0; start = html.indexOf(startTag, start)) {
    const content = start + startTag.length;
    const end = html.indexOf(endTag, content);
    if (end < 0) break;
    hashes.push(`'sha256-${createHash("sha256").update(html.subarray(content, end)).digest("base64")}'`);
    start = end;
  }
  return hashes;
}

function formatPolicy(path: string, body: Buffer): string {
  if (path === "/pdf-viewer.html") return formatPdfViewerPolicy(hashInlineSources(body));
  return formatPagePolicy(path === "/index.html" ? hashInlineSources(body) : { scripts: [], styles: [] });
}

interface PageFile {
  readonly type: string;
  readonly policy: string;
  readonly cacheControl: string;
  readonly etag: string;
  readonly body: Buffer;
  readonly br: Buffer | undefined;
  readonly gz: Buffer | undefined;
  /** The path in the file's `<base href>`; undefined if it has none. */
  readonly base: string | undefined;
}

/** Files of the page by their path, e.g. `/assets/index-1a2b.js`. */
type PageFiles = ReadonlyMap<string, PageFile>;

/** Loads the built page. All files are read into memory at the first call, so that they belong to the same build. */
export type PageLoader = () => Promise<PageFiles>;

/**
 * @param webRoot folder of the page; without one there are no files
 * @param basePath goes into `<base href>`, to which the page's links to files and the API are relative
 */
export function createPageLoader(webRoot: string | undefined, basePath: string): PageLoader {
  let files: Promise<PageFiles> | undefined;
  return () => {
    files ??= readPageFiles(webRoot, basePath).catch((error: unknown) => {
      // Retry on the next request: the folder may be readable then.
      files = undefined;
      throw error;
    });
    return files;
  };
}

async function readPageFiles(webRoot: string | undefined, basePath: string): Promise<PageFiles> {
  if (webRoot === undefined) return new Map();
  const entries = await readdir(webRoot, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  // Sequentially: reading all at once would need as many file descriptors.
  const bodies = new Map<string, Buffer>();
  for (const path of paths) bodies.set(path, await readFile(path));
  const page = new Map<string, PageFile>();
  for (const [path, bytes] of bodies) {
    const type = MEDIA_TYPES[extname(path)];
    if (type === undefined) continue;
    const isIndex = relative(webRoot, path) === "index.html";
    const body = isIndex ? insertBase(bytes, basePath) : bytes;
    const address = `/${relative(webRoot, path).split(sep).join("/")}`;
    page.set(address, {
      type,
      policy: formatPolicy(address, body),
      // Vite puts a hash of the content into the names of assets.
      cacheControl: address.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
      body,
      etag: createEtag(body),
      // The index has no compressed file, because that would lack the base.
      br: bodies.get(`${path}.br`),
      gz: isIndex ? gzipSync(body) : bodies.get(`${path}.gz`),
      base: isIndex ? basePath : undefined,
    });
  }
  return page;
}

const createEtag = (body: Buffer): string => `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;

const formatBase = (path: string): string => `<base href="${escapeHtml(path)}" />`;

function replaceBase(file: PageFile, path: string): PageFile {
  const html = file.body.toString("utf8").replace(formatBase(file.base ?? "/"), () => formatBase(path));
  const body = Buffer.from(html);
  return { ...file, body, etag: createEtag(body), br: undefined, gz: undefined, base: path };
}

function insertBase(html: Buffer, basePath: string): Buffer {
  return Buffer.from(html.toString("utf8").replace("<head>", () => `<head>\n    ${formatBase(basePath)}`));
}

/**
 * Returns the requested file. Files are looked up by name, so no path can leave the page's folder. A deep link, like
 * /messages/:id/source, gets the page itself, which routes by the URL.
 */
export async function findPageFile(
  page: PageLoader,
  { method, url, headers }: FastifyRequest,
): Promise<PageFile | undefined> {
  const path = url.replace(/\?.*$/s, "").replace(/\/{2,}/g, "/");
  if ((method !== "GET" && method !== "HEAD") || /^\/api(\/|$)/.test(path)) return undefined;
  const files = await page();
  // Links to Mailpit's page: /search?q=…
  const isPage =
    /^\/(?:search)?$/.test(path) || (headers.accept?.includes("text/html") === true && !/^\/assets(\/|$)/.test(path));
  return files.get(path) ?? (isPage ? files.get("/index.html") : undefined);
}

/**
 * Formats a link to what the page requests first (`web/src/data/live.ts`), so that the browser need not wait for the
 * script. The search is in the URL of the page.
 */
function formatListPreload(url: string, publicPath: string): string {
  const q = new URLSearchParams(url.replace(/^[^?]*/, "")).get("q");
  const query = new URLSearchParams(q ? { q, limit: "200" } : { limit: "200" });
  const { pathname } = new URL(`${publicPath}api/messages`, "http://localhost");
  return `<${pathname}?${query.toString()}>; rel=preload; as=fetch; crossorigin`;
}

/** @param publicPath of this server as the browser sees it, which differs from the base path behind a proxy with a prefix */
export function sendPageFile(
  request: FastifyRequest,
  reply: FastifyReply,
  loaded: PageFile,
  publicPath: string,
): FastifyReply {
  const file = loaded.base === undefined || loaded.base === publicPath ? loaded : replaceBase(loaded, publicPath);
  reply.code(200).headers({
    "content-security-policy": file.policy,
    "cache-control": file.cacheControl,
    etag: file.etag,
    vary: [reply.getHeader("vary") ?? [], "Accept-Encoding"].flat().join(", "),
  });
  if (file.base !== undefined) reply.header("link", formatListPreload(request.url, publicPath));
  if (request.headers["if-none-match"] === file.etag) return reply.code(304).send();
  const accepted = request.headers["accept-encoding"] ?? "";
  reply.type(file.type);
  if (file.br && acceptsCoding(accepted, "br")) return reply.header("content-encoding", "br").send(file.br);
  if (file.gz && acceptsCoding(accepted, "gzip")) return reply.header("content-encoding", "gzip").send(file.gz);
  return reply.send(file.body);
}
