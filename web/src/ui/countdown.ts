/** Time that runs down, and can be stopped and let run on. */
export interface Countdown {
  readonly pause: () => void;
  readonly resume: () => void;
  readonly cancel: () => void;
}

/** Calls `done` when it has run for so many milliseconds, and not while it is paused. */
export function startCountdown(milliseconds: number, done: () => void): Countdown {
  let left = milliseconds;
  let since = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const finish = () => {
    over = true;
    done();
  };
  const resume = () => {
    if (over || timer !== undefined) return;
    since = Date.now();
    timer = setTimeout(finish, left);
  };
  resume();
  return {
    resume,
    pause() {
      if (timer === undefined) return;
      left = Math.max(0, left - (Date.now() - since));
      stop();
    },
    cancel() {
      over = true;
      stop();
    },
  };
}
