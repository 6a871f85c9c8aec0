import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

import { mockApi } from './mock/plugin';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig(({ mode }) => ({
  plugins: [react(), ...(mode === 'mock' ? [mockApi()] : [])],
  resolve: { alias: { '@': here('./src') } },
  base: '/',
  build: {
    target: 'es2023',
    cssCodeSplit: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    manifest: true,
  },
  server: {
    port: 5173,
    fs: { allow: [here('.'), here('../locales')] },
    proxy: mode === 'mock' ? undefined : { '/api': { target: process.env.ENTENTE_URL ?? 'http://127.0.0.1:8080', changeOrigin: true } },
  },
  test: { environment: 'node', include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'] },
}));
