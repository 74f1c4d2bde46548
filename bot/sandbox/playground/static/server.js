// All that the page asks of the server it came from.

async function json(path, options) {
  const response = await fetch(path, { cache: "no-store", ...options }).catch(() => {
    throw new Error("The playground does not answer. Is it still running?");
  });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error || `${path} answered ${response.status}`);
  return body;
}

const post = (path, body) =>
  json(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

const query = (values) =>
  new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString();

/** What this person sees: https://docs.slack.dev has no such call, the playground's own. */
export const fetchState = (as, channel) => json(`/playground/state?${query({ as, channel })}`);

/** A person does something; never throws: {ok: false, error} tells what went wrong. */
export async function act(as, verb, more = {}) {
  try {
    return await post("/playground/act", { ...more, as, do: verb });
  } catch (wrong) {
    return { ok: false, error: wrong.message };
  }
}

export const fetchJournal = (since) => json(`/playground/journal?${query({ since })}`);
export const fetchWorld = () => json("/playground/world");
export const postWorld = (wanted) => post("/playground/world", wanted);

/**
 * Call `changed(version)` whenever something changed, and `lost()` when the line is cut.
 *
 * A browser keeps six lines to one server: a page that nobody looks at gives its line up.
 */
export function listen(changed, lost) {
  let events = null;

  function open() {
    events = new EventSource("/playground/events");
    events.onerror = lost;
    events.onmessage = (event) => changed(JSON.parse(event.data).version[0]);
  }

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") open();
    else events?.close();
  });
  if (document.visibilityState === "visible") open();
}
