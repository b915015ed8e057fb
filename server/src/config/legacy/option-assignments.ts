import type { OptionName } from "../options.ts";

/** Our options with their values as text. */
export type OptionAssignments = readonly (readonly [OptionName, string])[];
