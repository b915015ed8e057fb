import { describeSealedContent } from "./describe-sealed-content.ts";
import { type Entity, isMessage, isMultipart } from "./mime-entity.ts";

/*
 * Theory of operation: which parts of a message are its body, and which are attached (RFC 2183, RFC 2046 §5.1). Every view uses
 * this decision: list, API, compat APIs, preview, search, findings.
 *
 * - text/plain and text/html are body text, named or not, unless their disposition is attachment (or unknown: RFC 2183 §2.8).
 * - Other text is body text if it is the whole message, or has no name and is not attached. There are two exceptions: next to
 *   text/plain or text/html in an alternative it is another form of the same content, and in multipart/related it is a resource.
 * - Reports for programs (RFC 3464, RFC 8098, RFC 5965) are body text, as in most mail programs.
 * - A multipart without parts cannot be split: its bytes are body text.
 * - Enclosed messages are attached as a whole. Everything else is attached. The children of multipart/alternative are not, because
 *   they are the same content (RFC 2046 §5.1.4), unless none of them can be displayed.
 * - If these rules find no body text, any readable part is used: the only part, named text, enclosed messages.
 */

/** A part of the body. */
export type BodyPart =
  | { readonly kind: "text" | "html"; readonly entity: Entity }
  /** Our explanation in place of content that cannot be read. */
  | { readonly kind: "note"; readonly entity: Entity; readonly note: string };

export interface AttachedPart {
  readonly entity: Entity;
  /** Whether it is also body text. Such a part is listed because it has a name. */
  readonly isBody: boolean;
}

export interface ClassifiedParts {
  /** The text of the message in the order of the source: text parts and notes. */
  readonly text: readonly BodyPart[];
  /** The HTML parts in the order of the source. */
  readonly html: readonly BodyPart[];
  /** What a mail program displays, in order: only the best of each set of alternatives. */
  readonly displayed: readonly BodyPart[];
  /** Attached parts in the order of the source. */
  readonly attached: readonly AttachedPart[];
}

/**
 * Divides a message into body and attachments.
 *
 * @param isReadable whether the bytes of an entity are text, regardless of its type
 */
export function classifyParts(root: Entity, isReadable: (entity: Entity) => boolean): ClassifiedParts {
  const classifier = new Classifier(root);
  let displayed = classifier.visit(root);
  let { body } = classifier;
  if (body.length === 0) {
    body = findReadableParts(root, classifier.attached, isReadable);
    displayed = body;
  }
  return {
    text: body.filter(({ kind }) => kind !== "html"),
    html: body.filter(({ kind }) => kind === "html"),
    displayed,
    attached: classifier.attached,
  };
}

/** Returns `filename` of the disposition, or the older `name` of the type. */
export function entityFilename({ disposition, contentType }: Entity): string | null {
  return disposition?.parameters.get("filename") || contentType.parameters.get("name") || null;
}

/** Returns an entity's disposition. An unknown one counts as attachment (RFC 2183 §2.8), an empty field as none. */
export function entityDisposition({ disposition }: Entity): "inline" | "attachment" | null {
  if (disposition === undefined || (disposition.value === "" && disposition.parameters.size === 0)) return null;
  return disposition.value === "inline" ? "inline" : "attachment";
}

class Classifier {
  readonly #root: Entity;
  /** Whether each multipart/alternative has a standard variant: computed once, not once per child. */
  readonly #standardVariants = new Map<Entity, boolean>();
  readonly body: BodyPart[] = [];
  readonly attached: AttachedPart[] = [];

  constructor(root: Entity) {
    this.#root = root;
  }

  /** Classifies an entity and its children. Returns the parts of it that are displayed. */
  visit(entity: Entity): BodyPart[] {
    const note = describeSealedContent(entity);
    const notes = note === undefined ? [] : [this.#addBodyPart({ kind: "note", entity, note })];
    if (isMultipart(entity) && entity.children.length > 0) {
      const displayed = entity.children.map((child) => this.visit(child));
      if (!isAlternative(entity)) return [...notes, ...displayed.flat()];
      const chosen = chooseAlternative(displayed);
      if (chosen.length === 0) this.#attachChildren(entity);
      return chosen;
    }
    const kind = notes.length > 0 ? undefined : this.#findBodyKind(entity);
    const isChoice = entity !== this.#root && entity.parent !== null && isAlternative(entity.parent);
    const isListed =
      kind === undefined ? isAttached(entity) || !isChoice : entityFilename(entity) !== null && !isChoice;
    // A multipart without parts has nothing to save.
    if (isListed && !(isMultipart(entity) && !isAttached(entity)))
      this.attached.push({ entity, isBody: kind !== undefined });
    return kind === undefined ? notes : [this.#addBodyPart({ kind, entity })];
  }

  /** Attaches the children of an alternative that displays nothing. */
  #attachChildren({ children }: Entity): void {
    for (const entity of children)
      if (!isMultipart(entity) && !isAttached(entity)) this.attached.push({ entity, isBody: false });
  }

  #addBodyPart(part: BodyPart): BodyPart {
    this.body.push(part);
    return part;
  }

  #findBodyKind(entity: Entity): "text" | "html" | undefined {
    if (isAttached(entity)) return undefined;
    if (isMultipart(entity)) return entity.end > entity.bodyStart ? "text" : undefined;
    const type = entity.contentType.value;
    if (type === "text/html") return "html";
    if (type === "text/plain") return "text";
    const isReport = REPORT_TYPES.has(type);
    if (!type.startsWith("text/") && !isReport) return undefined;
    if (entity === this.#root) return "text";
    // A calendar next to text is rendered as an event; its lines are not text for a reader.
    if (type === "text/calendar" && entity.parent !== null && !isAlternative(entity.parent)) return undefined;
    if (entityFilename(entity) !== null) return undefined;
    return isReport || !this.#isResourceOrVariant(entity) ? "text" : undefined;
  }

  /** Whether text that is neither plain nor HTML belongs to a sibling, which uses it or is displayed instead of it. */
  #isResourceOrVariant(entity: Entity): boolean {
    const { parent } = entity;
    if (parent?.contentType.value === "multipart/related") return parent.children[0] !== entity;
    if (parent === null || !isAlternative(parent)) return false;
    let hasVariant = this.#standardVariants.get(parent);
    if (hasVariant === undefined) {
      hasVariant = hasStandardVariant(parent);
      this.#standardVariants.set(parent, hasVariant);
    }
    return hasVariant;
  }
}

/** Types of reports for programs. They consist of fields, so a person can read them. */
const REPORT_TYPES = new Set([
  "message/delivery-status",
  "message/disposition-notification",
  "message/feedback-report",
  "message/global-delivery-status",
  "message/global-disposition-notification",
  "message/global-headers",
]);

function isAttached(entity: Entity): boolean {
  return entityDisposition(entity) === "attachment";
}

function isAlternative({ contentType }: Entity): boolean {
  return contentType.value === "multipart/alternative";
}

/** Whether an alternative has a variant that every mail program can display. */
function hasStandardVariant({ children }: Entity): boolean {
  return children.some((child) => isMultipart(child) || /^text\/(?:plain|html)$/.test(child.contentType.value));
}

/** Returns the last alternative with HTML, or else the last one with any text (RFC 2046 §5.1.4). */
function chooseAlternative(alternatives: readonly BodyPart[][]): BodyPart[] {
  const withHtml = alternatives.findLast((parts) => parts.some(({ kind }) => kind === "html"));
  return withHtml ?? alternatives.findLast((parts) => parts.length > 0) ?? [];
}

/** Finds the readable parts of a message without body text. */
function findReadableParts(
  root: Entity,
  attached: readonly AttachedPart[],
  isReadable: (entity: Entity) => boolean,
): BodyPart[] {
  if (root.children.length === 0) return canBeRead(root, isReadable) ? [{ kind: kindOf(root), entity: root }] : [];
  const named = attached.filter(({ entity }) => entity.contentType.value.startsWith("text/") && !isAttached(entity));
  if (named.length > 0) return named.map(({ entity }) => ({ kind: "text", entity }));
  return attached.flatMap(({ entity }) => {
    const [enclosed] = isMessage(entity) ? entity.children : [];
    if (enclosed === undefined) return [];
    const { text, html } = classifyParts(enclosed, isReadable);
    return [...text, ...html];
  });
}

function canBeRead(entity: Entity, isReadable: (entity: Entity) => boolean): boolean {
  const { value } = entity.contentType;
  if (value.startsWith("text/")) return true;
  return !isAttached(entity) && !/^(?:audio|font|image|video)\//.test(value) && isReadable(entity);
}

function kindOf({ contentType }: Entity): "text" | "html" {
  return /^(?:text\/html|application\/xhtml\+xml)$/.test(contentType.value) ? "html" : "text";
}
