import type { Attachment } from "@mailglass/shared";
import { client } from "../../data/client.ts";
import { CalendarDays, File, FileText, Image, Mail, Table, UserRound } from "../../ui/icons.tsx";
import { type AttachmentView, chooseAttachmentView } from "./view-mode.ts";

/** Larger images have an icon, in bytes: all of the file is loaded. */
const MAX_IMAGE_BYTES = 2_000_000;

const ICONS: Readonly<Record<AttachmentView, typeof File>> = {
  image: Image,
  pdf: FileText,
  table: Table,
  event: CalendarDays,
  contact: UserRound,
  message: Mail,
  text: FileText,
  none: File,
};

/** A small picture of an image, and an icon of the kind of any other file. */
export function AttachmentThumbnail({ id, file }: { id: string; file: Attachment }) {
  const view = chooseAttachmentView(file);
  const Icon = ICONS[view];
  return (
    <span className="attachment-thumbnail" data-testid="thumbnail">
      {view === "image" && file.size <= MAX_IMAGE_BYTES ? (
        <img src={client.urlOf("getPart", { id, number: file.part }).href} alt="" loading="lazy" />
      ) : (
        <Icon size={18} />
      )}
    </span>
  );
}
