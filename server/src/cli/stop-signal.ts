/**
 * Resolves at the first Ctrl-C or SIGTERM. A second one ends the process at once. Call this before anything is
 * started: until then, a signal kills the process, or is ignored in a container, whose first process has no default
 * signal handling.
 */
export function waitForStopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let isStopping = false;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        if (isStopping) process.exit(0);
        isStopping = true;
        resolve();
      });
    }
  });
}
