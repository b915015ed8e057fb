/** Time that runs down, and can be stopped and let run on. */
export interface Countdown {
  readonly pause: () => void;
  readonly resume: () => void;
  readonly cancel: () => void;
}

/** Calls `done` when it has run for so many milliseconds, and not while it is paused. */
export function startCountdown(milliseconds: number, done: () => void): Countdown {
  let remainingMs = milliseconds;
  let resumedAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const finish = () => {
    isOver = true;
    done();
  };
  const resume = () => {
    if (isOver || timer !== undefined) return;
    resumedAt = Date.now();
    timer = setTimeout(finish, remainingMs);
  };
  resume();
  return {
    resume,
    pause() {
      if (timer === undefined) return;
      remainingMs = Math.max(0, remainingMs - (Date.now() - resumedAt));
      stop();
    },
    cancel() {
      isOver = true;
      stop();
    },
  };
}
