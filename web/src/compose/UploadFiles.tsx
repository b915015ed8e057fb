import { useRef } from "react";
import { closeFeatureDialog } from "../data/dialogs.ts";
import { openMessage } from "../data/message-actions.ts";
import { addFiles, type Upload, useUploads } from "../data/uploads.ts";
import { formatAmount, formatBytes } from "../model/format.ts";
import { Button } from "../ui/Button.tsx";

/** Chooses .eml and mbox files, and lists what became of each. */
export function UploadFiles() {
  const uploads = useUploads();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="compose-form">
      <p>
        Each message of an <code>.eml</code> or <code>mbox</code> file is stored without SMTP. You can also drop files
        anywhere on the page.
      </p>
      <p>
        <Button kind="main" needsServer onClick={() => input.current?.click()}>
          Choose files
        </Button>
      </p>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files with messages"
        onChange={(event) => {
          addFiles([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      <ul className="uploads" aria-label="Files" aria-live="polite">
        {uploads.map((upload) => (
          <li key={upload.id} data-testid="upload">
            <span className="upload-name">
              {upload.name} <span className="field-note">{formatBytes(upload.size)}</span>
            </span>
            <UploadResult upload={upload} />
          </li>
        ))}
      </ul>
      <div className="dialog-actions">
        <Button onClick={closeFeatureDialog}>Close</Button>
      </div>
    </div>
  );
}

function UploadResult({ upload: { name, size, state } }: { upload: Upload }) {
  switch (state.type) {
    case "waiting":
      return <span className="field-note">Waiting</span>;
    case "sending":
      // Once all is sent, the server is still reading the messages: how long that takes is not known.
      return state.sent < size ? (
        <progress aria-label={`Sending ${name}`} max={size} value={state.sent} />
      ) : (
        <progress aria-label={`Reading ${name}`} />
      );
    case "failed":
      return (
        <span className="field-note" data-kind="error">
          {state.problem}
        </span>
      );
    case "done": {
      const { added, firstId } = state;
      return (
        <span className="upload-done">
          {formatAmount(added, "message")} added
          {firstId !== undefined && (
            <Button
              size="small"
              aria-label={`Open the first message of ${name}`}
              onClick={() => {
                closeFeatureDialog();
                openMessage(firstId);
              }}
            >
              Open
            </Button>
          )}
        </span>
      );
    }
  }
}
