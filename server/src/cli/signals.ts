/** Resolves at the first Ctrl-C or SIGTERM. A second one ends the program at once. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        if (asked) process.exit(0);
        asked = true;
        resolve();
      });
    }
  });
}
