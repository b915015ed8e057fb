import { useRef } from "react";
import { formatBytes } from "../model/format.ts";
import { Button, IconButton } from "../ui/Button.tsx";
import { Paperclip, X } from "../ui/icons.tsx";

interface AttachmentFieldProps {
  files: readonly File[];
  problem: string | undefined;
  onChange: (files: readonly File[]) => void;
}

/** The files that are attached; more can be chosen, or dropped on the form. */
export function AttachmentField({ files, problem, onChange }: AttachmentFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="field">
      <div className="compose-files">
        <Button size="small" onClick={() => input.current?.click()}>
          <Paperclip size={13} /> Attach files
        </Button>
        <ul aria-label="Attached files">
          {files.map((file, at) => (
            <li key={at}>
              {file.name} <span className="field-note">{formatBytes(file.size)}</span>
              <IconButton
                label={`Remove ${file.name}`}
                size="small"
                onClick={() => onChange(files.filter((_, other) => other !== at))}
              >
                <X size={13} />
              </IconButton>
            </li>
          ))}
        </ul>
      </div>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Attachments"
        onChange={(event) => {
          onChange([...files, ...(event.target.files ?? [])]);
          // So that the same file can be chosen again after it was removed.
          event.target.value = "";
        }}
      />
      {problem !== undefined && (
        <p className="field-note" data-kind="error" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
