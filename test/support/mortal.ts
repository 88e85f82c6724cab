import type { Lanes, Shifts } from "../../bot/contracts/lanes.ts";

/** A promise that never comes: what a killed process would have answered. */
const never = new Promise<never>(() => undefined);

/** Storage as one process sees it, until that process is killed: from then on nothing it asks for is done. */
export function mortal<Store extends { readonly lanes: Lanes; readonly shifts: Shifts }>(store: Store) {
  let dead = false;
  const guard = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as (...values: unknown[]) => Promise<unknown>;
        return (...values: unknown[]) =>
          dead ? never : method(...values).then((result) => (dead ? never : result));
      },
    });
  return {
    store: { ...store, lanes: guard(store.lanes), shifts: guard(store.shifts) },
    kill: () => {
      dead = true;
    },
    /** Kills the process right after this method has done its work in storage. */
    killAfter: <Name extends keyof Lanes>(lanes: Lanes, name: Name): Lanes => ({
      ...{ claim: lanes.claim, read: lanes.read, said: lanes.said, save: lanes.save },
      ...{ markSending: lanes.markSending, settle: lanes.settle },
      [name]: async (...values: unknown[]) => {
        const result = await (lanes[name] as (...all: unknown[]) => Promise<unknown>)(...values);
        if (Array.isArray(result) && result.length === 0) return result;
        dead = true;
        return never;
      },
    }),
  };
}

export { never };
