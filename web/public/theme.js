// Asks for what the first screen shows while the scripts are still on their way, and sets the colour scheme, the density
// and the language before the first paint, so that nothing flashes.
// A blocking file of its own, not an inline script: the content security policy then needs no exception.
(function () {
  // `api/http.ts` takes these answers, by address; features/cases/early.test.ts holds that they are what it asks for.
  var asked = (window.ententeEarly = {});
  var ask = function (path) {
    asked['/api/v1' + path] = fetch('/api/v1' + path, { headers: { accept: 'application/json' }, credentials: 'same-origin' }).catch(function () { return null; });
  };
  var place = /^\/(inbox|cases)\/([\w-]+)$/.exec(location.pathname);
  if (!/^\/(sign-in|set-up)/.test(location.pathname)) {
    ask('/me');
  }
  if (place && place[1] === 'inbox') {
    if (!/[?&](?!case=)/.test(location.search)) {
      ask('/cases?view=' + place[2] + '&count=true&limit=50');
    }
    ask('/inbox-views');
  }
  if (place && place[1] === 'cases' && place[2] !== 'new') {
    ask('/cases/' + place[2]);
    ask('/interactions?case_id=' + place[2] + '&limit=50');
  }

  var root = document.documentElement;
  var read = function (key) {
    try { return localStorage.getItem(key); } catch (_) { return null; }
  };
  var locale = read('entente-locale') || (navigator.language || 'fr').slice(0, 2);
  root.lang = locale === 'en' ? 'en' : 'fr';
  // The words of one language; the build writes where they are.
  var words = root.getAttribute('data-words-' + root.lang);
  if (words) {
    var link = document.createElement('link');
    link.rel = 'modulepreload';
    link.href = words;
    document.head.appendChild(link);
  }

  var theme = read('entente-theme') || 'auto';
  var dark = theme === 'dark' || (theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
  var coarse = matchMedia('(pointer: coarse)').matches || innerWidth < 1024;
  root.setAttribute('data-density', read('entente-density') || (coarse ? 'comfortable' : 'compact'));

  // The router reads it as it starts, and the first read of all waits for the disk: here it waits beside the network.
  try { sessionStorage.getItem('entente'); } catch (_) { /* None there. */ }
})();
