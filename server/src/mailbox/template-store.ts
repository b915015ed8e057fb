import { type FileHandle, open, readdir } from "node:fs/promises";
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

/** Bytes of memory that all templates given by the API may take, unless there is little memory. */
const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;

/** What a provider keeps with a template besides what is rendered, e.g. a description. */
export type TemplateFacts = Readonly<Record<string, string>>;

/** A template with what the provider keeps with it. */
export interface TemplateEntry {
  readonly id: string;
  readonly template: MailTemplate;
  readonly facts?: TemplateFacts;
}

/** The templates would take more memory than they may. Nothing was changed. */
export class TemplatesFullError extends Error {
  override name = "TemplatesFull";

  constructor(maxBytes: number) {
    super(
      `The templates would take more than ${Math.trunc(maxBytes / 1024)} KiB of memory. Delete those that are no longer needed, or store them as files of --templates.`,
    );
  }
}

/** A file of a template is larger than `MAX_FILE_BYTES`. */
export class TemplateTooLargeError extends Error {
  override name = "TemplateTooLarge";

  /** @param name of the file, in the folder of --templates */
  constructor(name: string) {
    super(`The template file ${name} is larger than 1 MiB. Make it smaller.`);
  }
}

/**
 * Templates that are stored at a provider in production. They are given by the API, or are files of a folder:
 * `PROVIDER/ID.html`, `PROVIDER/ID.txt` and `PROVIDER/ID.subject`. Files are read each time, so that a change takes effect at once.
 * A version of a template is a template of its own, `ID@VERSION`.
 */
export class TemplateStore {
  readonly #folder: string | undefined;
  readonly #maxBytes: number;
  readonly #templates = new Map<string, MailTemplate>();
  readonly #facts = new Map<string, TemplateFacts>();
  #bytes = 0;

  constructor(folder?: string, maxBytes = DEFAULT_MAX_BYTES) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
  }

  /** Number of templates that were given by the API. */
  get size(): number {
    return this.#templates.size;
  }

  /** Whether this template was given by the API. */
  has(provider: string, id: string): boolean {
    return this.#templates.has(`${provider}/${id}`);
  }

  /** @throws {TemplatesFullError} if there is no memory for it */
  set(provider: string, id: string, template: MailTemplate, facts: TemplateFacts = {}): void {
    this.setAll(provider, [{ id, template, facts }]);
  }

  /**
   * Stores several templates, or none.
   *
   * @throws {TemplatesFullError} if there is no memory for all of them
   */
  setAll(provider: string, entries: readonly TemplateEntry[]): void {
    const growth = entries.map(
      ({ id, template, facts }) => sizeOf(template, facts) - this.#sizeAt(`${provider}/${id}`),
    );
    const bytes = growth.reduce((sum, each) => sum + each, this.#bytes);
    if (bytes > this.#maxBytes && bytes > this.#bytes) throw new TemplatesFullError(this.#maxBytes);
    this.#bytes = bytes;
    for (const { id, template, facts = {} } of entries) {
      this.#templates.set(`${provider}/${id}`, template);
      this.#facts.set(`${provider}/${id}`, facts);
    }
  }

  #sizeAt(key: string): number {
    const template = this.#templates.get(key);
    return template === undefined ? 0 : sizeOf(template, this.#facts.get(key));
  }

  /** Returns what the provider keeps with a template; empty if nothing is known. */
  facts(provider: string, id: string): TemplateFacts {
    return this.#facts.get(`${provider}/${id}`) ?? {};
  }

  /** Returns false if there is no such template among those given by the API. */
  delete(provider: string, id: string): boolean {
    this.#bytes -= this.#sizeAt(`${provider}/${id}`);
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
      const text = await readTemplateFile(this.#folder ?? "", join(provider, file));
      if (text !== undefined) parts.push([name.part, text]);
    }
    return parts.length === 0 ? undefined : Object.fromEntries(parts);
  }

  async #listFiles(provider: string): Promise<string[]> {
    if (this.#folder === undefined || !PROVIDER_PATTERN.test(provider)) return [];
    const entries = await readdir(join(this.#folder, provider), { withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  }
}

/**
 * Returns the text of a file; undefined if it was deleted since its folder was listed. The file is opened once, so that its size is that
 * of what is read.
 */
async function readTemplateFile(folder: string, name: string): Promise<string | undefined> {
  let file: FileHandle | undefined;
  try {
    file = await open(join(folder, name));
    if ((await file.stat()).size > MAX_FILE_BYTES) throw new TemplateTooLargeError(name);
    return await file.readFile("utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  } finally {
    await file?.close();
  }
}

/** Returns the bytes that a template takes at most: two for each character, and what its objects need. */
function sizeOf(template: MailTemplate, facts: TemplateFacts = {}): number {
  const texts = [...Object.values(template), ...Object.values(facts)];
  return texts.reduce((sum, text) => sum + 2 * text.length, 500);
}

function splitFileName(file: string): { readonly id: string; readonly part: keyof MailTemplate } | undefined {
  const [, id, extension] = FILE_PATTERN.exec(file) ?? [];
  const part = Object.entries(PART_OF_EXTENSION).find(([name]) => name === extension)?.[1];
  return id === undefined || part === undefined ? undefined : { id, part };
}
