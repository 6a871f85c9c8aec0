import './styles/index.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './app';
import { router } from './routes';
import { locale } from './shell/preferences';
import { loadWords } from './words';

/** How long the first drawing waits for its letters; later than this they come in beside their stand-ins. */
const LETTERS = 150;

const letters = () => Promise.race([document.fonts.load('1em "Atkinson Hyperlegible Next"'), new Promise((resolve) => setTimeout(resolve, LETTERS))]);

const root = document.getElementById('root');
if (root) {
  // Words, letters, person and first screen side by side, then one drawing.
  const code = locale.get();
  void Promise.all([loadWords(code), router.load(), letters()]).then(([words]) =>
    createRoot(root).render(
      <StrictMode>
        <App first={{ locale: code, words }} />
      </StrictMode>,
    ),
  );
}
