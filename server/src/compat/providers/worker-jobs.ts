import { type AnyJob, type Job, SMALL_SOURCE_BYTES } from "../../mail/worker/job.ts";
import type { TranslateParams, TranslationOutcome } from "./translate.ts";

/** Translates a request. Its source is the body. */
export const translateJob: Job<TranslateParams, TranslationOutcome> = {
  name: "providers/translate",
  maxDirectBytes: SMALL_SOURCE_BYTES,
  load: async () => {
    const { translateRequest } = await import("./translate.ts");
    return (body, params) => translateRequest(body.raw(), params);
  },
};

/** The jobs of the providers' APIs. */
export const jobs: readonly AnyJob[] = [translateJob];
