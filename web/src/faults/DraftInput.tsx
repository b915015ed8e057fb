import { type FormProblem, findProblem } from "../data/form-problem.ts";
import { FormField } from "../ui/FormField.tsx";
import type { FaultDraft } from "./fault-draft.ts";

/** The state of the form: what was entered, and what the server refused of it. */
export interface FaultFormState {
  readonly draft: FaultDraft;
  readonly problem: FormProblem;
  readonly change: (part: Partial<FaultDraft>) => void;
}

type TextField = Exclude<keyof FaultDraft, "on" | "end">;

/** Where the value is in the rule, as a JSON Pointer. */
const POINTERS: Readonly<Record<TextField, string>> = {
  to: "/match/to",
  from: "/match/from",
  user: "/match/user",
  peer: "/match/peer",
  provider: "/match/provider",
  reply: "/reply",
  status: "/status",
  retryAfter: "/retryAfter",
  delay: "/delay",
  tarpit: "/tarpit",
  after: "/after",
  times: "/times",
  chance: "/chance",
  seed: "/seed",
};

const NUMBERS: ReadonlySet<TextField> = new Set([
  "status",
  "retryAfter",
  "delay",
  "tarpit",
  "after",
  "times",
  "chance",
  "seed",
]);

interface DraftInputProps {
  name: TextField;
  label: string;
  hint?: string;
  form: FaultFormState;
}

/** A text field of the form, with the server's text if it refused the value. */
export function DraftInput({ name, label, hint, form: { draft, problem, change } }: DraftInputProps) {
  return (
    <FormField label={label} hint={hint} problem={findProblem(problem, POINTERS[name])}>
      {(control) => (
        <input
          {...control}
          name={name}
          // Not type="number": the browser would hide a value that is not a number, and the server could not refuse it.
          inputMode={NUMBERS.has(name) ? "decimal" : undefined}
          autoComplete="off"
          spellCheck={false}
          value={draft[name]}
          onChange={(event) => change({ [name]: event.target.value })}
        />
      )}
    </FormField>
  );
}
