// "Link and citation" opens below its clause instead of on a page of its own, with buttons that copy.
// Without this script the link leads to that page, and the text there is copied by hand.
(() => {
  "use strict";

  const copy = async (button) => {
    const box = button.closest("[data-cite]");
    const status = box.querySelector("[role=status]");
    const source = box.querySelector(`[data-copied="${button.dataset.copy}"]`);
    const words = source instanceof HTMLAnchorElement ? source.href : source.textContent.trim();
    try {
      await navigator.clipboard.writeText(words);
      status.textContent = button.dataset.done;
    } catch {
      const range = document.createRange();
      range.selectNodeContents(source);
      const selection = window.getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
      status.textContent = button.dataset.failed;
    }
  };

  const ready = (box) => {
    for (const button of box.querySelectorAll("button[data-copy]")) {
      button.hidden = false;
      button.addEventListener("click", () => copy(button));
    }
  };

  const close = (link) => {
    const box = link.cited;
    link.cited = null;
    box?.remove();
    link.setAttribute("aria-expanded", "false");
    link.focus();
  };

  const open = async (link) => {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const box = document.importNode(page.querySelector("[data-cite]"), true);
    link.closest(".beside").after(box);
    link.cited = box;
    link.setAttribute("aria-expanded", "true");
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close(link);
    });
    ready(box);
    box.querySelector("button[data-copy]").focus();
  };

  for (const box of document.querySelectorAll("[data-cite]")) ready(box);

  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a.beside__cite");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (link.cited) {
      close(link);
      return;
    }
    try {
      await open(link);
    } catch {
      window.location.assign(link.href);
    }
  });
})();
