// Sets the colour scheme, the density and the language before the first paint, so that nothing flashes.
// A blocking file of its own, not an inline script: the content security policy then needs no exception.
(function () {
  var root = document.documentElement;
  var read = function (key) {
    try { return localStorage.getItem(key); } catch (_) { return null; }
  };
  var theme = read('entente-theme') || 'auto';
  var dark = theme === 'dark' || (theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
  var coarse = matchMedia('(pointer: coarse)').matches || innerWidth < 1024;
  root.setAttribute('data-density', read('entente-density') || (coarse ? 'comfortable' : 'compact'));
  var locale = read('entente-locale') || (navigator.language || 'fr').slice(0, 2);
  root.lang = locale === 'en' ? 'en' : 'fr';
})();
