// A page that waits for long work looks again by itself, and goes on where it is led when the work is done.
(function () {
  "use strict";
  const PAUSE = 2000;

  async function look() {
    const answer = await fetch(window.location.href, { credentials: "same-origin" });
    if (answer.redirected && new URL(answer.url).pathname !== window.location.pathname) {
      window.location.replace(answer.url);
      return;
    }
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-waiting] [role=status]");
      const here = document.querySelector("[data-waiting] [role=status]");
      if (fresh && here && fresh.textContent !== here.textContent) {
        here.replaceChildren(...fresh.childNodes);
      }
      const bar = document.querySelector("[data-waiting] progress");
      const newBar = page.querySelector("[data-waiting] progress");
      if (bar && newBar) {
        bar.value = newBar.value;
      }
    }
    window.setTimeout(again, PAUSE);
  }

  function again() {
    look().catch(function () {
      window.setTimeout(again, PAUSE * 5);
    });
  }

  if (document.querySelector("[data-waiting]")) {
    window.setTimeout(again, PAUSE);
  }
})();
