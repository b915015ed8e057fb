import type { TnefContent } from "@mailglass/shared";
import { formatAmount, formatBytes } from "../../model/format.ts";
import { revealHidden } from "../../model/reveal-hidden.ts";
import { Card } from "./Card.tsx";

/** The files in a winmail.dat. */
export function TnefCard({ id, content }: { id: string; content: TnefContent }) {
  const { part, files, fileCount, error } = content;
  return (
    <Card
      id={id}
      part={part}
      title={`winmail.dat with ${formatAmount(fileCount, "file")}`}
      label="TNEF"
      labelKind="warning"
      testId="tnef-card"
    >
      <p className="content-card-note">Few mail programs but Outlook can open it{error !== null && `. ${error}`}.</p>
      <ul className="tnef-files">
        {files.map(({ name, size }, at) => (
          <li key={at}>
            {revealHidden(name)} <span className="tnef-size">{formatBytes(size)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
