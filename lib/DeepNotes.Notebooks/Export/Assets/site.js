// Light or dark as the reader chose last, otherwise as the system says; copy buttons on code; figures that answer the pointer.
(function () {
  const root = document.documentElement;
  const read = () => { try { return localStorage.getItem('theme'); } catch { return null; } };
  const chosen = new URLSearchParams(location.search).get('theme') || read();
  if (chosen === 'light' || chosen === 'dark') root.dataset.theme = chosen;

  // A page from a disk may not fetch; a script element may still load its neighbours.
  const loaded = {};
  window.siteLoad = file => loaded[file] ??= new Promise((done, fail) => {
    const script = document.createElement('script');
    script.src = file;
    script.onload = done;
    script.onerror = () => fail(new Error(file));
    document.head.append(script);
  });

  function theme() {
    document.getElementById('theme').addEventListener('click', () => {
      const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
      root.dataset.theme = dark ? 'light' : 'dark';
      try { localStorage.setItem('theme', root.dataset.theme); } catch { /* a page from a disk may not be allowed to remember */ }
    });
  }

  function menu() {
    const menu = document.querySelector('details.menu');
    document.addEventListener('click', e => { if (!menu.contains(e.target)) menu.open = false; });
    menu.addEventListener('keydown', e => {
      if (e.key !== 'Escape' || !menu.open) return;
      menu.open = false;
      menu.querySelector('summary').focus();
    });
  }

  function copyButtons() {
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
  }

  // What scrolls by itself can be reached by the keyboard, and only that.
  function scrollers() {
    for (const box of document.querySelectorAll('.rich, .rich div, pre, .scroll, .equation')) {
      const overflows = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
      const scrolls = overflows && /auto|scroll/.test(getComputedStyle(box).overflow);
      if (scrolls) box.tabIndex = 0;
      else box.removeAttribute('tabindex');
      const fade = () => box.classList.toggle('more', scrolls && box.scrollLeft + box.clientWidth < box.scrollWidth - 2);
      box.onscroll = scrolls ? fade : null;
      fade();
    }
  }

  function contents() {
    const links = [...document.querySelectorAll('.toc a')];
    if (!links.length || !window.IntersectionObserver) return;
    const watch = new IntersectionObserver(seen => {
      for (const entry of seen) if (entry.isIntersecting)
        for (const link of links) link.classList.toggle('here', decodeURIComponent(link.hash.slice(1)) === entry.target.id);
    }, { rootMargin: '0px 0px -75% 0px' });
    for (const heading of document.querySelectorAll('article h2[id], article h3[id]')) watch.observe(heading);
  }

  // The drawing gives way to the same figure by plotly.js, and comes back.
  async function draw(button, plots, still) {
    const box = document.createElement('div');
    box.className = 'rich plot';
    await Promise.all([siteLoad('assets/plotly.min.js'), siteLoad(plots)]);
    still.after(box);
    const { data, layout } = structuredClone(window.sitePlots[+button.dataset.plot]);
    const color = getComputedStyle(document.body).color;
    layout.font = { ...layout.font, color };
    layout.modebar = { bgcolor: 'rgba(0,0,0,0)', color: '#808080', activecolor: color };
    for (const [name, axis] of Object.entries(layout)) if (/^[xy]axis/.test(name)) axis.gridcolor = 'rgba(128, 128, 128, .25)';
    // These buttons and no others: some would hand the figure to a service.
    const buttons = ['toImage', 'zoom2d', 'pan2d', 'zoomIn2d', 'zoomOut2d', 'autoScale2d', 'resetScale2d'];
    await window.Plotly.newPlot(box, data, layout, { displaylogo: false, modeBarButtons: [buttons] });
    return box;
  }

  function figures() {
    const plots = document.getElementById('main').dataset.plots;
    if (!plots) return;
    for (const button of document.querySelectorAll('.interact button')) {
      const still = button.parentElement.previousElementSibling;
      let plot = null;
      button.parentElement.hidden = false;
      button.addEventListener('click', async () => {
        const on = button.getAttribute('aria-pressed') !== 'true';
        button.disabled = true;
        try {
          if (on) plot ??= await draw(button, plots, still);
          still.hidden = on;
          if (plot) plot.hidden = !on;
          button.setAttribute('aria-pressed', on);
        } catch (error) {
          button.textContent = `Not available: ${error.message} is missing`;
          return;
        }
        button.disabled = false;
        scrollers();
      });
    }
  }

  function glossary() {
    const sort = document.getElementById('sort'), list = document.getElementById('terms');
    if (!sort) return;
    sort.hidden = false;
    const key = { en: e => e.querySelector('dt').firstChild.textContent, ko: e => e.querySelector('dt [lang=ko]').textContent };
    sort.addEventListener('click', e => {
      const by = e.target.dataset.by;
      if (!by) return;
      for (const button of sort.querySelectorAll('button')) button.setAttribute('aria-pressed', button === e.target);
      list.append(...[...list.children].sort((a, b) => key[by](a).localeCompare(key[by](b), by)));
    });
  }

  document.addEventListener('DOMContentLoaded', () => {
    for (const part of [theme, menu, copyButtons, contents, figures, glossary, scrollers]) part();
    addEventListener('resize', scrollers);
  });
})();
