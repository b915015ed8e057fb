import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { MailTemplate } from "@mailglass/shared";

/** Names of providers and ids of templates. */
const NAME_PATTERN = /^[A-Za-z0-9_-]{1,100}$/;

const PART_OF_EXTENSION = { html: "html", subject: "subject", txt: "text" } as const;

/** Maximum templates that are given by the API. */
export const MAX_TEMPLATES = 1_000;

/** Maximum bytes of a file of a template. */
const MAX_FILE_BYTES = 1024 * 1024;

/**
 * Templates that are stored at a provider in production. They are given by the API, or are files of a folder:
 * `PROVIDER/ID.html`, `PROVIDER/ID.txt` and `PROVIDER/ID.subject`. Files are read each time, so that a change takes effect at once.
 */
export class TemplateStore {
  readonly #folder: string | undefined;
  readonly #templates = new Map<string, MailTemplate>();

  constructor(folder?: string) {
    this.#folder = folder;
  }

  /** Number of templates that were given by the API. */
  get size(): number {
    return this.#templates.size;
  }

  /** Whether this template was given by the API. */
  has(provider: string, id: string): boolean {
    return this.#templates.has(`${provider}/${id}`);
  }

  set(provider: string, id: string, template: MailTemplate): void {
    this.#templates.set(`${provider}/${id}`, template);
  }

  /** Returns false if there is no such template among those given by the API. */
  delete(provider: string, id: string): boolean {
    return this.#templates.delete(`${provider}/${id}`);
  }

  /** Returns the ids of the templates of a provider, sorted. */
  async list(provider: string): Promise<string[]> {
    const given = [...this.#templates.keys()].flatMap((key) =>
      key.startsWith(`${provider}/`) ? [key.slice(provider.length + 1)] : [],
    );
    const inFolder = (await this.#listFiles(provider)).flatMap((file) => splitFileName(file)?.id ?? []);
    return [...new Set([...given, ...inFolder])].sort();
  }

  /** Returns a template; undefined if there is none. Those given by the API take precedence. */
  async find(provider: string, id: string): Promise<MailTemplate | undefined> {
    if (!NAME_PATTERN.test(provider) || !NAME_PATTERN.test(id)) return undefined;
    return this.#templates.get(`${provider}/${id}`) ?? this.#readFiles(provider, id);
  }

  async #readFiles(provider: string, id: string): Promise<MailTemplate | undefined> {
    const parts: [keyof MailTemplate, string][] = [];
    // Only names that the folder lists are opened, whatever the request asks for.
    for (const file of await this.#listFiles(provider)) {
      const name = splitFileName(file);
      if (name?.id !== id) continue;
      const content = await readFile(join(this.#folder ?? "", provider, file));
      parts.push([name.part, content.subarray(0, MAX_FILE_BYTES).toString("utf8")]);
    }
    return parts.length === 0 ? undefined : Object.fromEntries(parts);
  }

  async #listFiles(provider: string): Promise<string[]> {
    if (this.#folder === undefined || !NAME_PATTERN.test(provider)) return [];
    const entries = await readdir(join(this.#folder, provider), { withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  }
}

function splitFileName(file: string): { readonly id: string; readonly part: keyof MailTemplate } | undefined {
  const [, id, extension] = /^([A-Za-z0-9_-]{1,100})\.(html|subject|txt)$/.exec(file) ?? [];
  const part = Object.entries(PART_OF_EXTENSION).find(([name]) => name === extension)?.[1];
  return id === undefined || part === undefined ? undefined : { id, part };
}
