/** A countdown that can be paused and resumed. */
export interface Countdown {
  readonly pause: () => void;
  readonly resume: () => void;
  readonly cancel: () => void;
}

/** Calls `done` when the countdown has run for this many milliseconds, not counting pauses. */
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
