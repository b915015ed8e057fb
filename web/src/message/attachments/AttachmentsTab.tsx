import type { Attachment } from "@mailglass/shared";
import { Suspense, use } from "react";
import { client } from "../../data/client.ts";
import { loadMessage } from "../../data/load-message.ts";
import { routeTo, useRoute } from "../../data/router.ts";
import { formatBytes, formatCount } from "../../model/format.ts";
import { revealHidden } from "../../model/reveal-hidden.ts";
import { LinkButton } from "../../ui/Button.tsx";
import { ErrorBoundary } from "../../ui/ErrorBoundary.tsx";
import { Download, FolderArchive } from "../../ui/icons.tsx";
import { LoadingPlaceholder } from "../../ui/LoadingPlaceholder.tsx";
import { RouteLink } from "../../ui/RouteLink.tsx";
import { AttachmentThumbnail } from "./AttachmentThumbnail.tsx";
import { AttachmentViewer } from "./AttachmentViewer.tsx";
import "./attachments-tab.css";

/** Maximum length of a name in UTF-16 code units, about the limit of file systems. */
const MAX_NAME_LENGTH = 200;

/** The attachments: a list, and the selected one in place. */
export function AttachmentsTab({ id }: { id: string }) {
  const { attachments } = use(loadMessage(id));
  const requested = useRoute((route) => route.part);
  const attached = attachments.filter(({ inText }) => !inText);
  // What the HTML shows anyway, and the parts of a report, are not counted as attachments: they are the last.
  const files = [...attached.filter((file) => !isShownElsewhere(file)), ...attached.filter(isShownElsewhere)];
  const [first] = files;
  if (first === undefined) return <p className="panel-note">This message has no attachments.</p>;
  const selected = files.find(({ part }) => part === requested) ?? first;
  return (
    <div className="attachments-tab">
      <div className="attachment-list">
        <ul aria-label="Attachments">
          {files.map((file) => (
            <AttachmentRow key={file.part} id={id} file={file} isSelected={file === selected} />
          ))}
        </ul>
        {files.length > 1 && (
          <LinkButton
            size="small"
            needsServer
            href={client.urlOf("getAttachmentsZip", { id }).href}
            download=""
            data-testid="download-all"
          >
            <FolderArchive size={14} /> Download all as zip
          </LinkButton>
        )}
      </div>
      <section className="attachment-view" aria-label={revealHidden(selected.filename)} data-testid="attachment-view">
        <ErrorBoundary key={`${id} ${selected.part}`}>
          <Suspense fallback={<LoadingPlaceholder />}>
            <AttachmentViewer id={id} file={selected} />
          </Suspense>
        </ErrorBoundary>
      </section>
    </div>
  );
}

const isShownElsewhere = ({ inHtml, inReport }: Attachment): boolean => inHtml || inReport;

interface AttachmentRowProps {
  id: string;
  file: Attachment;
  isSelected: boolean;
}

function AttachmentRow({ id, file, isSelected }: AttachmentRowProps) {
  const { part, filename, type, size, inHtml, inReport, isNameGenerated } = file;
  const name = revealHidden(filename.length > MAX_NAME_LENGTH ? `${filename.slice(0, MAX_NAME_LENGTH)}…` : filename);
  return (
    <li className="attachment-row" data-selected={isSelected ? "" : undefined} data-testid="attachment-row">
      <AttachmentThumbnail id={id} file={file} />
      <RouteLink
        to={routeTo({ id, tab: "attachments", part })}
        className="attachment-row-name"
        aria-current={isSelected ? "true" : undefined}
      >
        {isNameGenerated ? <em>unnamed ({name})</em> : name}
      </RouteLink>
      <span className="attachment-row-facts" title={`${formatCount(size)} bytes`}>
        <span className="attachment-type" title={revealHidden(type)}>
          {revealHidden(type)}
        </span>
        {" · "}
        {formatBytes(size)}
        {inHtml && " · shown in the HTML"}
        {inReport && " · part of the report"}
        {isNameGenerated && " · the message gives it no name"}
      </span>
      <LinkButton
        size="small"
        kind="plain"
        icon
        needsServer
        href={client.urlOf("getPart", { id, number: part }).href}
        download={filename}
        aria-label={`Download ${name}`}
        title="Download"
        data-testid="download-attachment"
      >
        <Download size={14} />
      </LinkButton>
    </li>
  );
}
