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

  function write(changes, how) {
    Object.assign(look, changes);
    if (location.hash.slice(1) !== written()) history[how](null, "", `#${written()}`);
  }

  return {
    look,
    /** Look elsewhere; what is not named stays. */
    go(changes) {
      const isElsewhere = ["as", "channel", "tab"].some((key) => key in changes && changes[key] !== look[key]);
      write(changes, isElsewhere ? "pushState" : "replaceState");
      redraw();
    },
    /** Take note of what is looked at already. */
    settle: (changes) => write(changes, "replaceState"),
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
