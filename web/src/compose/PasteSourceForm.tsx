import { useEffect, useRef } from "react";
import { client } from "../data/client.ts";
import { closeFeatureDialog } from "../data/dialogs.ts";
import { openMessage } from "../data/message-actions.ts";
import { showToast } from "../data/toasts.ts";
import { useFormSubmit } from "../data/use-form-submit.ts";
import { formatAmount } from "../model/format.ts";
import { Button } from "../ui/Button.tsx";
import { FormField } from "../ui/FormField.tsx";
import { FormFoot } from "../ui/FormFoot.tsx";

interface PasteSourceFormProps {
  source: string;
  setSource: (source: string) => void;
}

/** Stores the source of a message, or the messages of an mbox, that were copied from elsewhere. */
export function PasteSourceForm({ source, setSource }: PasteSourceFormProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.focus(), []);

  const { problem, isBusy, onSubmit } = useFormSubmit(async () => {
    const { added, ids } = await client.importMessages({ body: toCrlf(source) });
    const [first] = ids;
    closeFeatureDialog();
    showToast(
      `${formatAmount(added, "message")} added`,
      first === undefined ? {} : { action: { label: "Open", run: () => openMessage(first) } },
    );
  });

  return (
    <form className="compose-form" onSubmit={onSubmit}>
      <FormField
        label="Source of a message, or an mbox"
        hint="Header fields, an empty line, and the body. Stored without SMTP; sender and recipients are taken from the header."
      >
        {(control) => (
          <textarea
            {...control}
            ref={area}
            name="source"
            rows={16}
            spellCheck={false}
            placeholder={"From: jo@example.com\nTo: ann@example.com\nSubject: Hello\n\nIt works."}
            value={source}
            onChange={(event) => setSource(event.target.value)}
          />
        )}
      </FormField>
      <FormFoot problem={problem.general}>
        <Button onClick={closeFeatureDialog}>Cancel</Button>
        <Button type="submit" kind="main" needsServer disabled={isBusy || source.trim() === ""}>
          Add
        </Button>
      </FormFoot>
    </form>
  );
}

/** A text area has only LF; messages have CRLF (RFC 5322 §2.1). */
const toCrlf = (text: string): string => text.replaceAll(/\r?\n/g, "\r\n");
