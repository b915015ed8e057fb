/** The server did something that it must not do. */
export class SoakFailure extends Error {
  override readonly name = "SoakFailure";
}

export function check(holds: boolean, what: string | (() => string)): asserts holds {
  if (!holds) throw new SoakFailure(typeof what === "string" ? what : what());
}

/** Milliseconds after which a missing event is a failure. Generous, because a machine may be slow. */
const PATIENCE = 120_000;

/** Waits until `condition` returns no reason to wait any longer; fails with the last reason. */
export async function untilNothing(what: string, condition: () => Promise<string | undefined>): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  for (;;) {
    const reason = await condition();
    if (reason === undefined) return;
    check(performance.now() < deadline, `${what}: ${reason}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Fails if a promise takes too long. */
export async function inTime<Value>(what: string, promise: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SoakFailure(`${what}: nothing for ${PATIENCE / 1000} s`)), PATIENCE);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
