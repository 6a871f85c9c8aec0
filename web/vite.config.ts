import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

import { mockApi } from './mock/plugin';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Writes in the page where the words of each language are, so that `theme.js` can ask for the right ones at once. */
const wordsInPage: Plugin = {
  name: 'words-in-page',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle }) {
      const chunks = Object.values(bundle ?? {}).filter((it) => it.type === 'chunk');
      const places = ['fr', 'en'].flatMap((code) => {
        const chunk = chunks.find((it) => it.facadeModuleId?.endsWith(`/src/words/${code}.ts`));
        return chunk ? [` data-words-${code}="/${chunk.fileName}"`] : [];
      });
      return html.replace('<html', `<html${places.join('')}`);
    },
  },
};

export default defineConfig(({ mode }) => ({
  plugins: [react(), wordsInPage, ...(mode === 'mock' ? [mockApi()] : [])],
  resolve: { alias: { '@': here('./src') } },
  base: '/',
  build: {
    target: 'es2023',
    cssCodeSplit: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    manifest: true,
    rolldownOptions: {
      output: {
        // What the first screen needs comes in two files, not twenty: over HTTP/1.1 a browser asks for six at a time. What
        // others made changes less often than what we made, and stays in the browser's cache.
        codeSplitting: {
          groups: [
            { name: 'kit', tags: ['$initial'], test: /node_modules/, priority: 1 },
            { name: 'app', tags: ['$initial'] },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    fs: { allow: [here('.'), here('../locales')] },
    proxy: mode === 'mock' ? undefined : { '/api': { target: process.env.ENTENTE_URL ?? 'http://127.0.0.1:8080', changeOrigin: true } },
  },
  test: { environment: 'node', include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'] },
}));
