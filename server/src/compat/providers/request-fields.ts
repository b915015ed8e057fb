import type { ProviderField } from "@mailglass/shared";
import { truncateText } from "../../base/truncate-text.ts";
import type { HeaderFields } from "./header-fields.ts";
import { isAddress, type NamedAddress, parseMailboxes } from "./mailboxes.ts";
import type { RequestProblem } from "./provider-error.ts";
import type { ProviderFile } from "./submission.ts";

/** A file of a multipart form. */
export interface FormFile {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
}

/** What was read of a request: shared by all readers of its parts. */
interface ReadLog {
  /** What each value became, by its name. A name covers all values below it. */
  readonly targets: Map<string, string>;
  /** Texts that are shown instead of values: for secrets and files. */
  readonly shown: Map<string, string>;
  /** Each once, although a member may be read for several messages. */
  readonly problems: Map<string, RequestProblem>;
}

/**
 * Reads the members of an object in a request, and records what each became. A member of the wrong type is a problem; it is then
 * read as missing, so that a translation continues and all problems are reported together.
 */
export class RequestFields {
  /** Place in the request, e.g. `personalizations[0]`; empty for the whole. */
  readonly path: string;
  readonly #value: unknown;
  readonly #log: ReadLog;

  constructor(value: unknown, path = "", log: ReadLog = { targets: new Map(), shown: new Map(), problems: new Map() }) {
    this.#value = value;
    this.path = path;
    this.#log = log;
  }

  get problems(): readonly RequestProblem[] {
    return [...this.#log.problems.values()];
  }

  /** Returns the full name of a member. */
  nameOf(name: string): string {
    return this.path === "" ? name : `${this.path}.${name}`;
  }

  /** Reports a problem. */
  addProblem(name: string, message: string): void {
    this.#addProblemAt(name === "" ? this.path : this.nameOf(name), message);
  }

  #addProblemAt(field: string, message: string): void {
    this.#log.problems.set(`${field} ${message}`, { field, message });
  }

  /** Removes the problems of this part and returns them: where a provider reports each message by itself, only this one fails. */
  takeProblems(): RequestProblem[] {
    const own: RequestProblem[] = [];
    for (const [key, problem] of this.#log.problems) {
      if (problem.field !== this.path && !problem.field.startsWith(`${this.path}.`)) continue;
      own.push(problem);
      this.#log.problems.delete(key);
    }
    return own;
  }

  /** Whether a member is there, and not null. */
  has(name: string): boolean {
    return (this.#members()[name] ?? null) !== null;
  }

  names(): string[] {
    return Object.keys(this.#members());
  }

  /** Returns a text. Numbers and booleans are read as text. An empty text is returned as it is. */
  text(name: string, target: string): string | undefined {
    const value = this.#read(name, target);
    if (value === undefined) return undefined;
    if (typeof value === "string") return value;
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    this.addProblem(name, `${this.nameOf(name)} must be a string.`);
    return undefined;
  }

  /** Returns a text or a list of texts. Other values in the list are problems. */
  texts(name: string, target: string): string[] {
    const value = this.#read(name, target);
    const list: unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
    const texts = list.filter((item) => typeof item === "string");
    if (texts.length < list.length)
      this.addProblem(name, `${this.nameOf(name)} must be a string or a list of strings.`);
    return texts;
  }

  flag(name: string, target: string): boolean {
    const value = this.#read(name, target);
    if (value === undefined || typeof value === "boolean") return value === true;
    if (typeof value === "string" && /^(?:true|yes|false|no)$/i.test(value)) return /^(?:true|yes)$/i.test(value);
    this.addProblem(name, `${this.nameOf(name)} must be true or false.`);
    return false;
  }

  /** Returns the texts of an object, by name. Numbers and booleans are read as text. */
  record(name: string, target: string): Record<string, string> {
    const value = this.#read(name, target);
    if (value === undefined) return {};
    if (!isObject(value)) {
      this.addProblem(name, `${this.nameOf(name)} must be an object.`);
      return {};
    }
    const entries = Object.entries(value).flatMap(([key, item]): [string, string][] => {
      if (typeof item === "string") return [[key, item]];
      if (typeof item === "number" || typeof item === "boolean") return [[key, String(item)]];
      this.addProblem(name, `${this.nameOf(name)}.${key.slice(0, 100)} must be a string.`);
      return [];
    });
    return Object.fromEntries(entries);
  }

  /** Returns an object of any JSON values; empty if it is missing. */
  values(name: string, target: string): Readonly<Record<string, unknown>> {
    const value = this.#read(name, target);
    if (value === undefined || isObject(value)) return value ?? {};
    this.addProblem(name, `${this.nameOf(name)} must be an object.`);
    return {};
  }

  /** Returns any JSON value, without a check. */
  any(name: string, target: string): unknown {
    return this.#read(name, target);
  }

  /** Returns whether a member is an empty text, and records that it is understood. */
  takeEmpty(name: string): boolean {
    return this.#members()[name] === "" && this.#read(name, "Empty") === "";
  }

  /** Records that a member is understood, but has no effect here. */
  note(names: readonly string[], target: string): void {
    for (const name of names) this.#read(name, target);
  }

  /** Records that a member is a secret: its value is not shown. */
  secret(name: string): string | undefined {
    this.#log.shown.set(this.nameOf(name), "(secret)");
    return this.text(name, "Credential");
  }

  object(name: string): RequestFields | undefined {
    const value = this.#member(name);
    if (value === undefined) return undefined;
    if (isObject(value)) return new RequestFields(value, this.nameOf(name), this.#log);
    this.addProblem(name, `${this.nameOf(name)} must be an object.`);
    return undefined;
  }

  /** Returns the objects of a list. Anything else in the list is a problem. */
  objects(name: string): RequestFields[] {
    const value = this.#member(name);
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
      this.addProblem(name, `${this.nameOf(name)} must be a list.`);
      return [];
    }
    return this.#toObjects(value, this.nameOf(name));
  }

  /** Returns the objects of a request that is itself a list; undefined if it is not a list. */
  items(): RequestFields[] | undefined {
    return Array.isArray(this.#value) ? this.#toObjects(this.#value, this.path) : undefined;
  }

  #toObjects(list: readonly unknown[], path: string): RequestFields[] {
    return list.flatMap((item, index) => {
      const itemPath = `${path}[${index}]`;
      if (isObject(item)) return [new RequestFields(item, itemPath, this.#log)];
      this.#addProblemAt(itemPath, `${itemPath} must be an object.`);
      return [];
    });
  }

  /** Returns the addresses of a text or a list of texts: `Jo <jo@example.com>, ann@example.com`. */
  addresses(name: string, target: string): NamedAddress[] {
    return this.texts(name, target).flatMap((text) => this.parseAddresses(name, text));
  }

  /** Parses addresses that are a member. Those that are not valid are problems. */
  parseAddresses(name: string, text: string): NamedAddress[] {
    const mailboxes = text.trim() === "" ? [] : parseMailboxes(text);
    return mailboxes.filter(({ address }) => this.#checkAddress(name, address));
  }

  /** Returns the texts and objects of a member that may be one or a list of them. */
  each(name: string, target: string): (string | RequestFields)[] {
    const value = this.#read(name, target);
    const list: unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
    return list.flatMap((item, index): (string | RequestFields)[] => {
      const path = Array.isArray(value) ? `${this.nameOf(name)}[${index}]` : this.nameOf(name);
      if (typeof item === "string") return [item];
      if (isObject(item)) return [new RequestFields(item, path, this.#log)];
      this.addProblem(name, `${path} must be a string or an object.`);
      return [];
    });
  }

  /** Reads an address that has members for name and address. */
  mailbox(target: string, { name = "name", address = "email" } = {}): NamedAddress | undefined {
    const written = this.text(address, target)?.trim() ?? "";
    const shownName = this.text(name, target) ?? "";
    if (!this.#checkAddress(address, written)) return undefined;
    return { name: shownName.replace(/[\r\n]+/g, " "), address: written };
  }

  /** Reads a list of addresses with members for name and address. */
  mailboxes(
    name: string,
    target: string,
    members?: { readonly name: string; readonly address: string },
  ): NamedAddress[] {
    return this.objects(name).flatMap((item) => item.mailbox(target, members) ?? []);
  }

  #checkAddress(name: string, address: string): boolean {
    if (isAddress(address)) return true;
    const shown = address === "" ? "is missing" : `“${address.slice(0, 100)}” is not valid`;
    this.addProblem(name, `The address ${this.nameOf(name)} ${shown}. Write it as jo@example.com.`);
    return false;
  }

  /** Reads a file: base64, a list of bytes, or what Node makes of a Buffer in JSON, `{type: "Buffer", data: [bytes]}`. */
  base64(name: string, target: string): Buffer | undefined {
    const serialized = readSerializedBuffer(this.#read(name, target));
    if (serialized !== undefined) {
      this.#log.shown.set(this.nameOf(name), `(${serialized.length} bytes)`);
      return serialized;
    }
    const text = this.text(name, target);
    if (text === undefined) return undefined;
    // Some clients send a browser's data URL: `data:image/png;base64,…`.
    const encoded = text.slice(text.startsWith("data:") ? text.indexOf(",") + 1 : 0).trimEnd();
    const content = Buffer.from(encoded, "base64");
    this.#log.shown.set(this.nameOf(name), `(base64, ${content.length} bytes)`);
    if (/^[A-Za-z0-9+/_\s-]*={0,2}$/.test(encoded)) return content;
    this.addProblem(name, `${this.nameOf(name)} must be base64.`);
    return undefined;
  }

  /** Returns the files of a multipart form with this name. */
  files(name: string, target: string): FormFile[] {
    const value = this.#read(name, target);
    const list: unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
    const files = list.filter(isFormFile);
    if (files.length < list.length) this.addProblem(name, `${this.nameOf(name)} must be a file.`);
    return files;
  }

  /** Reads the header fields of a message: an object with a text, or a list of texts, for each name. */
  headers(name: string): HeaderFields {
    const fields = this.values(name, "Header field");
    const entries = Object.entries(fields).flatMap(([field, value]) => {
      const list: unknown[] = Array.isArray(value) ? value : [value];
      return list.flatMap((item): [string, string][] => {
        if (typeof item === "string") return [[field, item]];
        if (typeof item === "number" || typeof item === "boolean") return [[field, String(item)]];
        this.addProblem(name, `${this.nameOf(name)}.${field.slice(0, 100)} must be a string.`);
        return [];
      });
    });
    return this.checkHeaders(name, entries);
  }

  /** Reads a list of header fields with members for name and value. */
  headerList(name: string, members: { readonly name: string; readonly value: string }): HeaderFields {
    const entries = this.objects(name).map((item): [string, string] => {
      item.require([members.name, members.value], (member) => `${member} is required.`);
      return [item.text(members.name, "Header field") ?? "", item.text(members.value, "Header field") ?? ""];
    });
    return this.checkHeaders(name, entries);
  }

  /** Returns header fields without those that cannot be sent, which are problems. */
  checkHeaders(name: string, headers: HeaderFields): HeaderFields {
    return headers.filter(([field, value]) => {
      if (/^[!-9;-~]{1,200}$/.test(field) && !/[\r\n\0]/.test(value)) return true;
      this.addProblem(name, `The header field “${field.slice(0, 100)}” has a character that cannot be sent.`);
      return false;
    });
  }

  /** Reports members that are missing. */
  require(names: readonly string[], describe: (fullName: string) => string): void {
    for (const name of names) if (!this.has(name)) this.addProblem(name, describe(this.nameOf(name)));
  }

  /** Lists all values of the request, and what became of each. Call it on the whole request, after it was read. */
  list(): ProviderField[] {
    const fields: ProviderField[] = [];
    this.#collect(this.#value, this.path, null, fields);
    return fields;
  }

  #collect(value: unknown, name: string, inherited: string | null, fields: ProviderField[]): void {
    const mappedTo = this.#log.targets.get(name) ?? inherited;
    const shown = this.#log.shown.get(name) ?? showLeaf(value);
    if (shown !== undefined) {
      fields.push({ name, value: shown, mappedTo });
      return;
    }
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) this.#collect(item, `${name}[${index}]`, mappedTo, fields);
      return;
    }
    for (const [key, item] of Object.entries(Object(value)))
      this.#collect(item, name === "" ? key : `${name}.${key}`, mappedTo, fields);
  }

  #read(name: string, target: string): unknown {
    const members = this.#members();
    if (Object.hasOwn(members, name)) this.#log.targets.set(this.nameOf(name), target);
    return members[name] ?? undefined;
  }

  /** Returns a member that has members of its own. If it has none, that is all there is to record. */
  #member(name: string): unknown {
    const value = this.#members()[name] ?? undefined;
    if (value === undefined || (typeof value === "object" && Object.keys(Object(value)).length === 0))
      this.#read(name, "Empty");
    return value;
  }

  #members(): Readonly<Record<string, unknown>> {
    return isObject(this.#value) ? this.#value : {};
  }
}

function readSerializedBuffer(value: unknown): Buffer | undefined {
  const data = isObject(value) ? value["data"] : value;
  return Array.isArray(data) && data.every((byte) => typeof byte === "number") ? Buffer.from(data) : undefined;
}

/** Creates the file of an attachment; undefined if its content could not be read. */
export function createFile(content: Buffer | undefined, facts: Omit<ProviderFile, "content">): readonly ProviderFile[] {
  return content === undefined ? [] : [{ content, ...facts }];
}

/** Maximum characters of a value that is shown. */
const MAX_SHOWN_LENGTH = 500;

/** Returns a value without members as text; undefined for an object or list with members. */
function showLeaf(value: unknown): string | undefined {
  if (isFormFile(value)) return `${value.filename} (${value.contentType}, ${value.content.length} bytes)`;
  if (typeof value === "string") return truncateText(value, MAX_SHOWN_LENGTH);
  if (typeof value !== "object" || value === null) return String(value);
  return Object.keys(value).length === 0 ? JSON.stringify(value) : undefined;
}

function isFormFile(value: unknown): value is FormFile {
  return isObject(value) && Buffer.isBuffer(value["content"]);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
