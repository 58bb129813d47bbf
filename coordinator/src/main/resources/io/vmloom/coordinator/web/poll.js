/**
 * Asks again and again while somebody looks: as long after each answer as it says, in milliseconds. Failures are told, and
 * asked over with growing pauses. Answers what asks at once.
 */
export function poll(ask, failed) {
  const SLOWEST = 15000;
  let timer = 0;
  let failures = 0;
  let asking = false;
  let again = false;
  async function run() {
    clearTimeout(timer);
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    let pause;
    try {
      pause = await ask();
      failures = 0;
      failed(null);
    } catch (problem) {
      failures++;
      pause = Math.min(SLOWEST, 1000 * 2 ** failures);
      failed(problem);
    }
    asking = false;
    if (again) {
      again = false;
      run();
    } else if (!document.hidden) {
      timer = setTimeout(run, pause);
    }
  }
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      run();
    }
  });
  run();
  return run;
}
