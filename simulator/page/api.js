/** Speaks to the simulator for one person. */

async function answer(response) {
  if (response.ok) return response.json().catch(() => ({}));
  const body = await response.json().catch(() => ({}));
  throw new Error(body.description ?? body.error ?? `HTTP ${response.status}`);
}

export const allPeople = () => fetch("/phone/people").then(answer);

/** What this person's phone can do. */
export function phoneOf(userId) {
  const at = (path) => `/phone/${userId}/${path}`;
  const get = (path) => fetch(at(path)).then(answer);
  const post = (path, body) =>
    fetch(at(path), {
      method: "POST",
      headers: body instanceof FormData ? {} : { "Content-Type": "application/json" },
      body: body instanceof FormData ? body : JSON.stringify(body ?? {}),
    }).then(answer);
  return { userId, get, post, file: (fileId) => at(`file/${encodeURIComponent(fileId)}`) };
}
