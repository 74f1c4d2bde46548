// What this page is looking at (whose eyes, which channel, which drawer), kept in the address, so
// that a reload shows the same and two pages can look through two pairs of eyes.

const KEYS = ["as", "channel", "thread", "tab", "drawer"];

export function createStore(redraw) {
  const look = { as: "", channel: "", thread: "", tab: "", drawer: "" };
  read();
  addEventListener("hashchange", () => {
    if (location.hash.slice(1) !== written()) {
      read();
      redraw();
    }
  });

  function read() {
    const given = new URLSearchParams(location.hash.slice(1));
    for (const key of KEYS) look[key] = given.get(key) ?? "";
  }

  function written() {
    const kept = KEYS.filter((key) => look[key]).map((key) => [key, look[key]]);
    return new URLSearchParams(kept).toString();
  }

  return {
    look,
    /** Look elsewhere; what is not named stays. */
    go(changes) {
      this.settle(changes);
      redraw();
    },
    /** Take note of what is looked at already. */
    settle(changes) {
      Object.assign(look, changes);
      if (location.hash.slice(1) !== written()) history.replaceState(null, "", `#${written()}`);
    },
  };
}

/** A setting of this browser that need not survive: a private window may refuse to keep it. */
export const kept = {
  get(key) {
    try {
      return localStorage.getItem(`wherebot.${key}`);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(`wherebot.${key}`, value);
    } catch {
      // Not kept, then.
    }
  },
};
