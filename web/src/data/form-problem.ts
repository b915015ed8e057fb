import { ProblemError } from "@mailglass/shared/client";
import { describeError } from "./client.ts";

/** Why a form was refused: the server's texts by JSON Pointer into the body, or one text for the whole form. */
export interface FormProblem {
  readonly general: string;
  readonly byPointer: ReadonlyMap<string, string>;
}

export const NO_PROBLEM: FormProblem = { general: "", byPointer: new Map() };

/** Reads `errors` of a problem document: the server's texts for single members of the body. */
export function toFormProblem(reason: unknown): FormProblem {
  const byPointer = new Map<string, string>();
  const errors = reason instanceof ProblemError ? reason.problem.errors : undefined;
  for (const error of Array.isArray(errors) ? errors : []) {
    const { pointer, message }: { pointer?: unknown; message?: unknown } = Object(error);
    if (typeof pointer === "string" && typeof message === "string") byPointer.set(pointer, toSentence(message));
  }
  return { general: byPointer.size > 0 ? "" : describeError(reason), byPointer };
}

/** Returns the text for a member, or for one of its items. */
export function findProblem({ byPointer }: FormProblem, pointer: string): string | undefined {
  for (const [at, text] of byPointer) if (at === pointer || at.startsWith(`${pointer}/`)) return text;
  return undefined;
}

const toSentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
