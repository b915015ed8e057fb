import { type AnyJob, type Job, NEVER_DIRECT, SMALL_SOURCE_BYTES } from "../../mail/worker/job.ts";
import { renderPreviewJob } from "./ses-render-job.ts";
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

/** Translates a request that names templates, which may take long to render. */
export const renderJob: Job<TranslateParams, TranslationOutcome> = {
  ...translateJob,
  name: "providers/render",
  maxDirectBytes: NEVER_DIRECT,
};

/** The jobs of the providers' APIs. */
export const jobs: readonly AnyJob[] = [translateJob, renderJob, renderPreviewJob];
