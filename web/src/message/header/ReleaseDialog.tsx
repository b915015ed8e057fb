import type { RelayInfo } from "@mailglass/shared";
import { type FormEvent, useState } from "react";
import { releaseMessage } from "../../data/transfer-messages.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { FormField } from "../../ui/FormField.tsx";
import { FormFoot } from "../../ui/FormFoot.tsx";

interface ReleaseDialogProps {
  id: string;
  relay: RelayInfo;
  /** The recipients of the envelope. */
  recipients: readonly string[];
  open: boolean;
  onClose: () => void;
}

/** Asks whom to send a message to for real. The field is empty unless the server suggests someone. */
export function ReleaseDialog({ open, onClose, ...rest }: ReleaseDialogProps) {
  return (
    <Dialog open={open} title="Release the message" onClose={onClose}>
      <ReleaseForm {...rest} onClose={onClose} />
    </Dialog>
  );
}

function ReleaseForm({ id, relay, recipients, onClose }: Omit<ReleaseDialogProps, "open">) {
  const [to, setTo] = useState(relay.suggestedRecipient ?? "");
  const [problem, setProblem] = useState("");
  const [isSending, setIsSending] = useState(false);
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    setIsSending(true);
    const failure = await releaseMessage(id, splitAddresses(to));
    setIsSending(false);
    setProblem(failure ?? "");
    if (failure === null) onClose();
  };
  return (
    <form className="dialog-body" onSubmit={(event) => void onSubmit(event)}>
      <FormField label="Send to">
        {(control) => (
          <input
            {...control}
            required
            placeholder="jo@example.com, ann@example.com"
            value={to}
            data-testid="release-to"
            onChange={(event) => setTo(event.target.value)}
          />
        )}
      </FormField>
      <p className="field-note">
        It leaves Mailglass through {relay.host}:{relay.port}, for real, without its Bcc fields.
        {relay.allowedRecipients !== null && ` Allowed recipients: ${relay.allowedRecipients}`}
      </p>
      <FormFoot problem={problem}>
        {recipients.length > 0 && (
          <Button onClick={() => setTo(recipients.slice(0, 100).join(", "))}>Original recipients</Button>
        )}
        <Button type="submit" kind="main" needsServer disabled={isSending} data-testid="release-send">
          Release
        </Button>
      </FormFoot>
    </form>
  );
}

const splitAddresses = (text: string): string[] =>
  text.split(/[\s,;]+/).flatMap((address) => (address === "" ? [] : [address]));
