/** Loaded into a server under test by `--import`: its clock (not its timers) jumps when the parent process says so. */

const RealDate = Date;
/** Milliseconds by which the clock is wrong. */
let shift = 0;

const now = (): number => RealDate.now() + shift;

globalThis.Date = new Proxy(RealDate, {
  apply: () => new RealDate(now()).toString(),
  construct: (target, values, newTarget) =>
    Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget) as object,
  get: (target, key, receiver) => (key === "now" ? now : Reflect.get(target, key, receiver)),
});

process.on("message", (message) => {
  if (typeof message === "object" && message !== null && "clockShift" in message) shift = Number(message.clockShift);
});
process.channel?.unref();
