import { type Job, NEVER_DIRECT } from "../../mail/worker/job.ts";
import type { RenderOutcome, RenderParams } from "./ses-render.ts";

/** Renders a template without a message. */
export const renderPreviewJob: Job<RenderParams, RenderOutcome> = {
  name: "providers/preview",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const { renderSesTemplate } = await import("./ses-render.ts");
    return (_source, params) => renderSesTemplate(params);
  },
};
