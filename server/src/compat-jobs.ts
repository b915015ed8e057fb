import { isMissing, PRODUCTS } from "./compat-products.ts";
import type { AnyJob } from "./mail/worker/job.ts";

/** The jobs of all products: what `compat/<product>/worker-jobs.ts` exports as `jobs`, where there is such a file. */
export async function compatJobs(): Promise<AnyJob[]> {
  const tables = await Promise.all(PRODUCTS.map(jobsOf));
  return tables.flat();
}

async function jobsOf(product: string): Promise<readonly AnyJob[]> {
  try {
    const { jobs } = (await import(`./compat/${product}/worker-jobs.ts`)) as { jobs: readonly AnyJob[] };
    return jobs;
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
