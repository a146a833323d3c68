// Light or dark as the reader chose last, otherwise as the system says; and a copy button on code.
(function () {
  const root = document.documentElement;
  const read = () => { try { return localStorage.getItem('theme'); } catch { return null; } };
  const chosen = new URLSearchParams(location.search).get('theme') || read();
  if (chosen === 'light' || chosen === 'dark') root.dataset.theme = chosen;
  document.addEventListener('DOMContentLoaded', () => {
    document.getElementById('theme').addEventListener('click', () => {
      const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
      root.dataset.theme = dark ? 'light' : 'dark';
      try { localStorage.setItem('theme', root.dataset.theme); } catch { /* a page from a disk may not be allowed to remember */ }
    });
    const menu = document.querySelector('details.menu');
    document.addEventListener('click', e => { if (!menu.contains(e.target)) menu.open = false; });
    document.addEventListener('keydown', e => { if (e.key === 'Escape') menu.open = false; });
    if (!navigator.clipboard) return;
    for (const pre of document.querySelectorAll('pre.code, pre.listing')) {
      const frame = document.createElement('div'), button = document.createElement('button');
      frame.className = 'copyable';
      button.type = 'button';
      button.className = 'copy';
      button.textContent = 'Copy';
      button.addEventListener('click', async () => {
        await navigator.clipboard.writeText(pre.textContent);
        button.textContent = 'Copied';
        setTimeout(() => { button.textContent = 'Copy'; }, 1500);
      });
      pre.replaceWith(frame);
      frame.append(pre, button);
    }
    const links = [...document.querySelectorAll('.toc a')];
    if (!links.length || !window.IntersectionObserver) return;
    const watch = new IntersectionObserver(seen => {
      for (const entry of seen) if (entry.isIntersecting)
        for (const link of links) link.classList.toggle('here', decodeURIComponent(link.hash.slice(1)) === entry.target.id);
    }, { rootMargin: '0px 0px -75% 0px' });
    for (const heading of document.querySelectorAll('article h2[id], article h3[id]')) watch.observe(heading);
  });
})();
