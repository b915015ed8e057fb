import { isRasterImage } from "@mailglass/shared";

/** How an attachment is shown in place. */
export type AttachmentView = "image" | "pdf" | "table" | "event" | "contact" | "message" | "text" | "none";

interface AttachedFile {
  /** Media type, lower case. */
  readonly type: string;
  readonly filename: string;
  /** Bytes, decoded. */
  readonly size: number;
}

/** The largest file of each kind that is shown, in bytes. */
const MAX_BYTES: Readonly<Record<Exclude<AttachmentView, "none">, number>> = {
  image: Infinity,
  pdf: 64 * 1024 * 1024,
  table: 4_000_000,
  event: 1_000_000,
  contact: 1_000_000,
  message: 8_000_000,
  text: 1_000_000,
};

const VIEWS_BY_TYPE: ReadonlyMap<string, AttachmentView> = new Map([
  ["application/pdf", "pdf"],
  ["text/csv", "table"],
  ["text/tab-separated-values", "table"],
  ["text/calendar", "event"],
  ["text/vcard", "contact"],
  ["text/x-vcard", "contact"],
  ["text/directory", "contact"],
  ["message/rfc822", "message"],
  ["message/global", "message"],
]);

/** For files that are sent as application/octet-stream. */
const VIEWS_BY_EXTENSION: ReadonlyMap<string, AttachmentView> = new Map([
  ["pdf", "pdf"],
  ["csv", "table"],
  ["tsv", "table"],
  ["ics", "event"],
  ["vcf", "contact"],
  ["eml", "message"],
  ["txt", "text"],
  ["log", "text"],
  ["md", "text"],
  ["json", "text"],
  ["xml", "text"],
]);

/** Returns how an attachment can be shown safely: "none" for other types and for files that are too large. */
export function chooseAttachmentView(file: AttachedFile): AttachmentView {
  const view = findView(file);
  return view !== "none" && file.size > MAX_BYTES[view] ? "none" : view;
}

function findView({ type, filename }: AttachedFile): AttachmentView {
  if (isRasterImage(type)) return "image";
  const byType = VIEWS_BY_TYPE.get(type);
  if (byType !== undefined) return byType;
  if (type === "application/octet-stream") {
    return VIEWS_BY_EXTENSION.get(filename.split(".").at(-1)?.toLowerCase() ?? "") ?? "none";
  }
  // Shown as characters, including HTML and SVG.
  const isText =
    type.startsWith("text/") ||
    type.startsWith("message/") ||
    /^(?:application\/(?:json|xml)|.*\+(?:json|xml))$/.test(type);
  return isText ? "text" : "none";
}
