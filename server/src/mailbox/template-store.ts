import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type MailTemplate, TEMPLATE_ID } from "@mailglass/shared";

/** Names of providers. */
const PROVIDER_PATTERN = /^[A-Za-z0-9_-]{1,100}$/;

/** Ids of templates, with a version: `order`, `order@v2`. */
const ID_PATTERN = new RegExp(`^${TEMPLATE_ID}$`);
const FILE_PATTERN = new RegExp(`^(${TEMPLATE_ID})\\.(html|subject|txt)$`);

const PART_OF_EXTENSION = { html: "html", subject: "subject", txt: "text" } as const;

/** Maximum templates that are given by the API. */
export const MAX_TEMPLATES = 1_000;

/** Maximum bytes of a file of a template. */
const MAX_FILE_BYTES = 1024 * 1024;

/** What a provider keeps with a template besides what is rendered, e.g. a description. */
export type TemplateFacts = Readonly<Record<string, string>>;

/**
 * Templates that are stored at a provider in production. They are given by the API, or are files of a folder:
 * `PROVIDER/ID.html`, `PROVIDER/ID.txt` and `PROVIDER/ID.subject`. Files are read each time, so that a change takes effect at once.
 * A version of a template is a template of its own, `ID@VERSION`.
 */
export class TemplateStore {
  readonly #folder: string | undefined;
  readonly #templates = new Map<string, MailTemplate>();
  readonly #facts = new Map<string, TemplateFacts>();

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

  set(provider: string, id: string, template: MailTemplate, facts: TemplateFacts = {}): void {
    this.#templates.set(`${provider}/${id}`, template);
    this.#facts.set(`${provider}/${id}`, facts);
  }

  /** Returns what the provider keeps with a template; empty if nothing is known. */
  facts(provider: string, id: string): TemplateFacts {
    return this.#facts.get(`${provider}/${id}`) ?? {};
  }

  /** Returns false if there is no such template among those given by the API. */
  delete(provider: string, id: string): boolean {
    this.#facts.delete(`${provider}/${id}`);
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
    if (!PROVIDER_PATTERN.test(provider) || !ID_PATTERN.test(id)) return undefined;
    return this.#templates.get(`${provider}/${id}`) ?? this.#readFiles(provider, id);
  }

  /** Returns the template that a message is written with: where a template has no versions, each version is the template itself. */
  async resolve(provider: string, id: string): Promise<MailTemplate | undefined> {
    const [name = "", version] = id.split("@", 2);
    const template = await this.find(provider, id);
    if (template !== undefined || version === undefined) return template;
    const hasVersions = (await this.list(provider)).some((other) => other.startsWith(`${name}@`));
    return hasVersions ? undefined : this.find(provider, name);
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
    if (this.#folder === undefined || !PROVIDER_PATTERN.test(provider)) return [];
    const entries = await readdir(join(this.#folder, provider), { withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  }
}

function splitFileName(file: string): { readonly id: string; readonly part: keyof MailTemplate } | undefined {
  const [, id, extension] = FILE_PATTERN.exec(file) ?? [];
  const part = Object.entries(PART_OF_EXTENSION).find(([name]) => name === extension)?.[1];
  return id === undefined || part === undefined ? undefined : { id, part };
}
