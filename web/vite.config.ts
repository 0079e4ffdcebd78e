// Build of the phone app: one page, split by route, precached for offline use.
// `COMMUNE_NODE` names the node that the development server forwards /api to.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';

const node = process.env.COMMUNE_NODE ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [
    svelte(),
    VitePWA({
      registerType: 'prompt',
      injectRegister: false, // the app registers it itself: no inline script, so the strict CSP holds
      includeAssets: ['icons/*.svg', 'icons/*.png'],
      manifest: {
        id: '/',
        name: 'Commune',
        short_name: 'Commune',
        description: 'The shared work of your commune.',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        background_color: '#f7f2e8',
        theme_color: '#f7f2e8',
        categories: ['productivity', 'lifestyle'],
        icons: [
          { src: '/icons/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
          { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
          { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
          {
            src: '/icons/maskable-512.png',
            sizes: '512x512',
            type: 'image/png',
            purpose: 'maskable',
          },
        ],
      },
      strategies: 'injectManifest', // a worker of our own: it also wakes for calls
      srcDir: 'src/worker',
      filename: 'sw.ts', // the address that devices know: under another one they would never see it
      injectManifest: {
        globPatterns: ['**/*.{js,css,html,svg,png,woff2,wasm}'],
      },
    }),
  ],
  build: {
    rolldownOptions: {
      // What every visit starts with comes as one piece: asking for ten small ones costs a slow phone
      // more than their bytes.
      output: {
        codeSplitting: { groups: [{ name: 'start', test: /src\/app\/(App|live|words|router)\./ }] },
      },
    },
    target: 'es2022',
    outDir: 'dist',
    sourcemap: false,
    assetsInlineLimit: 0,
    cssCodeSplit: false,
  },
  worker: { format: 'es' },
  server: { port: 8150, strictPort: true, proxy: { '/api': { target: node } } },
  preview: { port: 8151, strictPort: true, proxy: { '/api': { target: node } } },
  test: { include: ['src/**/*.test.ts'], environment: 'node', testTimeout: 20_000 },
});
