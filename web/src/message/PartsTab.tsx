import type { Part } from "@mailglass/shared";
import { type CSSProperties, Fragment, Suspense, use, useMemo, useState } from "react";
import { client } from "../data/client.ts";
import { loadParts, loadPartText } from "../data/load-message.ts";
import { routeTo } from "../data/router.ts";
import { formatBytes, formatCount } from "../model/format.ts";
import { revealHidden } from "../model/reveal-hidden.ts";
import { Button, LinkButton } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Code, Download, Eye } from "../ui/icons.tsx";
import { LoadingPlaceholder } from "../ui/LoadingPlaceholder.tsx";
import { RouteLink } from "../ui/RouteLink.tsx";
import { partDepth, partViewMode } from "./part-tree.ts";
import { ReadersSection } from "./ReadersSection.tsx";
import "./parts-tab.css";

/** The MIME tree: each part can be viewed, downloaded, or shown in the source. */
export function PartsTab({ id }: { id: string }) {
  const parts = use(loadParts(id));
  const byNumber = useMemo(() => new Map(parts.map((part) => [part.number, part])), [parts]);
  const [viewed, setViewed] = useState<Part | null>(null);
  return (
    <div className="panel-body parts-tab" tabIndex={0} role="region" aria-label="MIME parts">
      <table className="parts">
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col">Encoding</th>
            <th scope="col" className="part-size">
              Size
            </th>
            <th scope="col" className="part-bytes">
              Bytes
            </th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <PartRow key={part.number} id={id} part={part} depth={partDepth(part, byNumber)} onView={setViewed} />
          ))}
        </tbody>
      </table>
      <ReadersSection id={id} />
      <Dialog
        open={viewed !== null}
        title={viewed ? revealHidden(viewed.filename ?? `Part ${viewed.number}: ${viewed.type}`) : ""}
        onClose={() => setViewed(null)}
      >
        {viewed && <PartView id={id} part={viewed} />}
      </Dialog>
    </div>
  );
}

interface PartRowProps {
  id: string;
  part: Part;
  depth: number;
  onView: (part: Part) => void;
}

function PartRow({ id, part, depth, onView }: PartRowProps) {
  const { number, type, charset, encoding, disposition, filename, contentId, size, start, end } = part;
  const isMultipart = type.startsWith("multipart/");
  return (
    <tr data-testid="part" data-multipart={isMultipart ? "" : undefined} style={{ "--depth": depth } as CSSProperties}>
      <td className="part-what">
        <div className="part-kind">
          <span className="part-number">{number}</span>
          <wbr />
          <span className="part-type">
            <MediaType type={revealHidden(type)} />
          </span>
          {charset !== null && <span className="badge">{revealHidden(charset)}</span>}
        </div>
        <div>
          {filename !== null && <span className="part-filename">{revealHidden(filename)}</span>}
          {disposition !== null && <span className="badge">{revealHidden(disposition)}</span>}
          {contentId !== null && (
            <span className="badge" title="Content-ID">
              {revealHidden(`cid:${contentId}`)}
            </span>
          )}
        </div>
      </td>
      <td className="part-encoding" title={revealHidden(encoding)}>
        {revealHidden(encoding)}
      </td>
      <td className="part-size" title={`${formatCount(size)} bytes`}>
        {formatBytes(size)}
      </td>
      <td className="part-bytes">
        <RouteLink
          to={routeTo({ id, tab: "source", part: number })}
          title="Show in the source"
          data-testid="part-source"
        >
          {formatCount(start)}–{formatCount(end)}
        </RouteLink>
      </td>
      <td className="part-actions">
        {partViewMode(part) !== "none" && (
          <Button
            size="small"
            kind="plain"
            data-icon=""
            aria-label={`View part ${number}`}
            title="View"
            onClick={() => onView(part)}
          >
            {partViewMode(part) === "picture" ? <Eye size={14} /> : <Code size={14} />}
          </Button>
        )}
        {!isMultipart && (
          <LinkButton
            size="small"
            kind="plain"
            icon
            needsServer
            href={client.urlOf("getPart", { id, number }).href}
            download={filename ?? `part-${number}`}
            aria-label={`Download part ${number}`}
            title="Download"
          >
            <Download size={14} />
          </LinkButton>
        )}
      </td>
    </tr>
  );
}

/** Breaks a media type at its separators: some are longer than the width of a phone. */
function MediaType({ type }: { type: string }) {
  return type.split(/(?<=[/.+])/).map((word, at) => (
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {word}
    </Fragment>
  ));
}

function PartView({ id, part }: { id: string; part: Part }) {
  return (
    <div className="dialog-body">
      {partViewMode(part) === "picture" ? (
        <img
          className="part-picture"
          src={client.urlOf("getPart", { id, number: part.number }).href}
          alt={part.filename ?? `Part ${part.number}`}
        />
      ) : (
        <Suspense fallback={<LoadingPlaceholder />}>
          <PartText id={id} number={part.number} />
        </Suspense>
      )}
    </div>
  );
}

function PartText({ id, number }: { id: string; number: string }) {
  const text = use(loadPartText(`${id} ${number}`));
  return (
    <pre className="part-text" tabIndex={0}>
      {text}
    </pre>
  );
}
