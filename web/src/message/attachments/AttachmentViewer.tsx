import type { Attachment } from "@mailglass/shared";
import { lazy, use } from "react";
import { client } from "../../data/client.ts";
import { loadContent, loadPartText } from "../../data/load-message.ts";
import { revealHidden } from "../../model/reveal-hidden.ts";
import { CalendarCard } from "../content/CalendarCard.tsx";
import { type AttachmentView, chooseAttachmentView } from "./view-mode.ts";
import "../content/content-cards.css";

const PdfView = lazy(() => import("./PdfView.tsx").then((file) => ({ default: file.PdfView })));
const TableView = lazy(() => import("./TableView.tsx").then((file) => ({ default: file.TableView })));
const ContactView = lazy(() => import("./ContactView.tsx").then((file) => ({ default: file.ContactView })));
const MailView = lazy(() => import("./MailView.tsx").then((file) => ({ default: file.MailView })));

interface ViewProps {
  id: string;
  file: Attachment;
}

/** An attachment in place, as far as it can be shown safely. */
export function AttachmentViewer({ id, file }: ViewProps) {
  const View = VIEWS[chooseAttachmentView(file)];
  return <View id={id} file={file} />;
}

const VIEWS: Readonly<Record<AttachmentView, (props: ViewProps) => React.ReactNode>> = {
  image: ImageView,
  pdf: ({ id, file }) => <PdfView id={id} number={file.part} name={revealHidden(file.filename)} />,
  table: ({ id, file }) => <TableView id={id} number={file.part} />,
  event: EventView,
  contact: ({ id, file }) => <ContactView id={id} number={file.part} />,
  message: ({ id, file }) => <MailView id={id} number={file.part} />,
  text: ({ id, file }) => <TextView id={id} number={file.part} />,
  none: () => <p className="panel-note">This file cannot be shown here. Download it to open it.</p>,
};

function ImageView({ id, file }: ViewProps) {
  return (
    <div className="attachment-scroll">
      <img
        className="attachment-image"
        src={client.urlOf("getPart", { id, number: file.part }).href}
        alt={revealHidden(file.filename)}
      />
    </div>
  );
}

/** A calendar as a card, or as text if the server does not read it as one. */
function EventView({ id, file }: ViewProps) {
  const calendar = use(loadContent(id)).calendars.find(({ part }) => part === file.part);
  if (calendar === undefined) return <TextView id={id} number={file.part} />;
  return (
    <div className="attachment-scroll" tabIndex={0}>
      <CalendarCard id={id} calendar={calendar} />
    </div>
  );
}

function TextView({ id, number }: { id: string; number: string }) {
  const text = use(loadPartText(`${id} ${number}`));
  return (
    <pre className="attachment-scroll attachment-text" tabIndex={0} data-testid="attachment-text">
      {revealHidden(text)}
    </pre>
  );
}
