import './styles/index.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './app';
import { router } from './routes';
import { locale } from './shell/preferences';
import { loadWords } from './words';

const root = document.getElementById('root');
if (root) {
  // Words, person and first screen side by side, then one drawing.
  const code = locale.get();
  void Promise.all([loadWords(code), router.load()]).then(([words]) =>
    createRoot(root).render(
      <StrictMode>
        <App first={{ locale: code, words }} />
      </StrictMode>,
    ),
  );
}
