import type { ComponentProps } from "react";
import { Button } from "../ui/Button.tsx";
import { copyToClipboard } from "../ui/copy-to-clipboard.ts";
import { Copy } from "../ui/icons.tsx";
import { formatTranscript } from "./group-transcript.ts";
import { Transcript } from "./Transcript.tsx";

/** The conversation of a session, with a button to copy it for a bug report. */
export function Conversation({ session, line, own }: ComponentProps<typeof Transcript>) {
  return (
    <>
      <div className="conversation-head">
        <h3 className="panel-heading">Conversation</h3>
        <Button
          size="small"
          kind="plain"
          aria-label="Copy the conversation"
          onClick={() => void copyToClipboard(formatTranscript(session), "Conversation")}
        >
          <Copy size={13} /> Copy
        </Button>
      </div>
      <Transcript session={session} line={line} own={own} />
    </>
  );
}
