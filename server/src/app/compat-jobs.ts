import type { AnyJob } from "../mail/worker/job.ts";
import { COMPAT_PRODUCTS, isMissingModule } from "./compat-products.ts";

/** The jobs of all products: what `compat/<product>/worker-jobs.ts` exports as `jobs`, where there is such a file. */
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
