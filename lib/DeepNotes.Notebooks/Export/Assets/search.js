// Search over all pages: / opens it, arrows choose, Enter goes there, Escape closes. The index is a script, loaded when it is first needed.
(function () {
  const plain = text => text.normalize('NFC').toLowerCase();
  // 역전파는 should find 역전파: a Korean word may carry a particle that the text does not have at this place.
  const particle = /(?:으로|에서|에게|까지|부터|은|는|이|가|을|를|의|에|와|과|도|로)$/;
  const forms = word => /[가-힣]{3,}$/.test(word) && particle.test(word) ? [word, word.replace(particle, '')] : [word];
  let entries = null;

  async function index() {
    await siteLoad('assets/search-index.js');
    return entries ??= window.siteSearch.map(([href, page, section, text]) => ({ href, page, section, text, keys: [plain(section), plain(page), plain(text)] }));
  }

  function weigh(keys, words) {
    let sum = 0;
    for (const word of words) {
      let best = 0;
      for (const [n, form] of forms(word).entries()) {
        const [section, page, text] = keys.map(key => key.indexOf(form));
        let score = (section >= 0 ? 20 : 0) + (section === 0 ? 10 : 0) + (page >= 0 ? 6 : 0) + (text >= 0 ? 4 : 0);
        if (text >= 0) score += Math.min(4, keys[2].split(form).length - 2);
        best = Math.max(best, n ? score / 2 : score);
      }
      if (!best) return 0;
      sum += best;
    }
    return sum;
  }

  window.siteFind = (all, query) => {
    const words = plain(query).split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    return all.map(entry => ({ entry, score: weigh(entry.keys, words) })).filter(hit => hit.score > 0)
      .sort((a, b) => b.score - a.score).map(hit => hit.entry);
  };

  function snippet(entry, query) {
    const words = plain(query).split(/\s+/).filter(Boolean).flatMap(forms), places = words.map(w => [entry.keys[2].indexOf(w), w.length]).filter(p => p[0] >= 0);
    const line = document.createElement('span');
    line.className = 'hit-text';
    const [at, length] = places[0] ?? [0, 0], from = Math.max(0, at - 50);
    line.append((from ? '… ' : '') + entry.text.slice(from, at));
    const mark = document.createElement('mark');
    mark.textContent = entry.text.slice(at, at + length);
    line.append(mark, entry.text.slice(at + length, at + length + 130));
    return line;
  }

  function result(entry, query) {
    const item = document.createElement('li'), link = document.createElement('a'), title = document.createElement('span'), page = document.createElement('span');
    link.href = entry.href;
    title.className = 'hit-title';
    title.textContent = entry.section;
    page.className = 'hit-page';
    page.textContent = entry.page;
    link.append(title, ...(entry.page.includes(entry.section) ? [] : [page]), snippet(entry, query));
    item.append(link);
    return item;
  }

  function build(opener) {
    const dialog = document.createElement('dialog');
    dialog.className = 'search';
    dialog.setAttribute('aria-label', 'Search the course');
    dialog.innerHTML = '<form role="search" method="dialog"><input type="search" id="search-words" aria-label="Words to search for, English or Korean" placeholder="Search: gradient, 역전파, F.Softmax"'
      + ' autocomplete="off" spellcheck="false"><button type="submit">Close</button></form><p role="status" class="hit-count"></p><ol></ol>';
    document.body.append(dialog);
    const input = dialog.querySelector('input'), list = dialog.querySelector('ol'), status = dialog.querySelector('[role=status]');
    async function show() {
      const query = input.value, found = window.siteFind(await index(), query);
      if (query !== input.value) return;
      list.replaceChildren(...found.slice(0, 30).map(entry => result(entry, query)));
      status.textContent = !query.trim() ? '' : found.length === 0 ? 'Nothing found.' : found.length === 1 ? '1 place' : `${found.length} places${found.length > 30 ? ', the first 30' : ''}`;
    }
    input.addEventListener('input', show);
    dialog.addEventListener('keydown', e => {
      // In a search field Escape would only empty the field.
      if (e.key === 'Escape') { e.preventDefault(); dialog.close(); }
      const links = [...list.querySelectorAll('a')], here = links.indexOf(document.activeElement);
      if (e.key === 'Enter' && e.target === input) { e.preventDefault(); if (links.length && !e.isComposing) links[0].click(); }
      if (e.key !== 'ArrowDown' && e.key !== 'ArrowUp') return;
      e.preventDefault();
      (links[here + (e.key === 'ArrowDown' ? 1 : -1)] ?? input).focus();
    });
    // A hit on this very page scrolls there under the dialog.
    dialog.addEventListener('click', e => { if (e.target === dialog || e.target.closest('a')) dialog.close(); });
    dialog.addEventListener('close', () => opener.focus({ preventScroll: true }));
    return () => { dialog.showModal(); input.select(); input.focus(); return show(); };
  }

  const opener = document.getElementById('search');
  if (!opener || !window.HTMLDialogElement) return;
  let open = null;
  const start = () => (open ??= build(opener))();
  opener.hidden = false;
  opener.addEventListener('click', start);
  document.addEventListener('keydown', e => {
    const typing = e.target.closest?.('input, textarea, [contenteditable]');
    if ((e.key === '/' && !typing && !e.ctrlKey && !e.metaKey && !e.altKey) || (e.key === 'k' && (e.ctrlKey || e.metaKey))) { e.preventDefault(); start(); }
  });
  const asked = new URLSearchParams(location.search).get('q');
  if (asked) start().then(() => { const input = document.getElementById('search-words'); input.value = asked; input.dispatchEvent(new Event('input')); });
})();
