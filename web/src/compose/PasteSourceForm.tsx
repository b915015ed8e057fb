import { type FormEvent, useEffect, useRef, useState } from "react";
import { client } from "../data/client.ts";
import { closeFeatureDialog } from "../data/dialogs.ts";
import { NO_PROBLEM, toFormProblem } from "../data/form-problem.ts";
import { openMessage } from "../data/message-actions.ts";
import { showToast } from "../data/toasts.ts";
import { formatAmount } from "../model/format.ts";
import { Button } from "../ui/Button.tsx";
import { FormField } from "../ui/FormField.tsx";

interface PasteSourceFormProps {
  source: string;
  setSource: (source: string) => void;
}

/** Stores the source of a message, or the messages of an mbox, that were copied from elsewhere. */
export function PasteSourceForm({ source, setSource }: PasteSourceFormProps) {
  const [problem, setProblem] = useState(NO_PROBLEM);
  const [isStoring, setIsStoring] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.focus(), []);

  const store = async (event: FormEvent) => {
    event.preventDefault();
    setIsStoring(true);
    try {
      const { added, ids } = await client.importMessages({ body: toCrlf(source) });
      const [first] = ids;
      closeFeatureDialog();
      showToast(
        `${formatAmount(added, "message")} added`,
        first === undefined ? {} : { action: { label: "Open", run: () => openMessage(first) } },
      );
    } catch (reason) {
      setProblem(toFormProblem(reason));
    } finally {
      setIsStoring(false);
    }
  };

  return (
    <form className="compose-form" onSubmit={(event) => void store(event)}>
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
      {problem.general !== "" && (
        <p className="form-problem" role="alert">
          {problem.general}
        </p>
      )}
      <div className="dialog-actions">
        <Button onClick={closeFeatureDialog}>Cancel</Button>
        <Button type="submit" kind="main" disabled={isStoring || source.trim() === ""}>
          Add
        </Button>
      </div>
    </form>
  );
}

/** A text area has only LF; messages have CRLF (RFC 5322 §2.1). */
const toCrlf = (text: string): string => text.replaceAll(/\r?\n/g, "\r\n");
