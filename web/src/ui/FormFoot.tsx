import type { ReactNode } from "react";
import "./form-field.css";

interface FormFootProps {
  /** Why the form was refused; empty if it was not, or if its fields say so. */
  problem: string;
  /** The buttons. */
  children: ReactNode;
}

/** The end of a form in a dialog. */
export function FormFoot({ problem, children }: FormFootProps) {
  return (
    <>
      {problem !== "" && (
        <p className="form-problem" role="alert">
          {problem}
        </p>
      )}
      <div className="dialog-actions">{children}</div>
    </>
  );
}
