/**
 * Resolves at the first Ctrl-C or SIGTERM. A second one ends the program at once. Ask before anything is started: until
 * then a signal ends the program with its number, and in a container, whose first process has no such default, does nothing.
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
