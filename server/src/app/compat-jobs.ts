import type { AnyJob } from "../mail/worker/job.ts";
import { COMPAT_PRODUCTS, isMissingModule } from "./compat-products.ts";

/** Loads the worker jobs of all products: the export `jobs` of each `compat/<product>/worker-jobs.ts` that exists. */
export async function loadCompatJobs(): Promise<AnyJob[]> {
  const tables = await Promise.all(COMPAT_PRODUCTS.map(loadProductJobs));
  return tables.flat();
}

async function loadProductJobs(product: string): Promise<readonly AnyJob[]> {
  try {
    const { jobs } = (await import(`../compat/${product}/worker-jobs.ts`)) as { jobs: readonly AnyJob[] };
    return jobs;
  } catch (error) {
    if (isMissingModule(error)) return [];
    throw error;
  }
}
