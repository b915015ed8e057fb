import { type ReactNode, useId } from "react";
import "./form-field.css";

/** Attributes that connect a control with its label and texts. */
export interface FieldControlProps {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
}

interface FormFieldProps {
  label: string;
  /** Explains what to enter. */
  hint?: string | undefined;
  /** Why the value was refused. */
  problem?: string | undefined;
  /** Renders the control. */
  children: (props: FieldControlProps) => ReactNode;
}

/** A labelled control of a form, with a hint, or with the problem of its value. */
export function FormField({ label, hint, problem, children }: FormFieldProps) {
  const id = useId();
  const hasNote = problem !== undefined || hint !== undefined;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        "aria-describedby": hasNote ? `${id}-note` : undefined,
        "aria-invalid": problem === undefined ? undefined : true,
      })}
      {hasNote && (
        <p id={`${id}-note`} className="field-note" data-kind={problem === undefined ? undefined : "error"}>
          {problem ?? hint}
        </p>
      )}
    </div>
  );
}
