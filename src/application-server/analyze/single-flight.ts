// Equal requests that arrive while the first is being analysed wait for its answer instead of being analysed again.

interface Flight<Result> {
  readonly landing: Promise<Result>;
  readonly controller: AbortController;
  passengers: number;
}

export interface SingleFlight<Result> {
  /**
   * Joins the work under way for this key, or starts it. The work's own signal aborts only when everyone who waits for
   * it has gone. Rejects with the caller's abort reason when the caller goes first.
   */
  join(
    key: string,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<{ readonly result: Result; readonly started: boolean }>;
}

export function createSingleFlight<Result>(): SingleFlight<Result> {
  const flights = new Map<string, Flight<Result>>();

  const start = (key: string, work: (signal: AbortSignal) => Promise<Result>): Flight<Result> => {
    const controller = new AbortController();
    const landing = work(controller.signal).finally(() => {
      if (flights.get(key)?.landing === landing) flights.delete(key);
    });
    // Everyone may have gone by the time it fails; nobody is left to hear, and that is not a crash.
    landing.catch(() => {});
    const flight = { landing, controller, passengers: 0 };
    flights.set(key, flight);
    return flight;
  };

  return {
    async join(key, signal, work) {
      signal.throwIfAborted();
      const underWay = flights.get(key);
      const flight = underWay ?? start(key, work);
      flight.passengers++;
      const leave = () => {
        flight.passengers--;
        if (flight.passengers > 0) return;
        // A newcomer must not join work that is being abandoned.
        if (flights.get(key) === flight) flights.delete(key);
        flight.controller.abort(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      try {
        const result = await orAborted(flight.landing, signal);
        return { result, started: underWay === undefined };
      } finally {
        signal.removeEventListener('abort', leave);
      }
    },
  };
}

async function orAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const { promise, reject } = deferred<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function deferred<Result>() {
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<Result>((_, fail) => {
    reject = fail;
  });
  return { promise, reject };
}
