import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/**
 * Four projects: `unit` needs nothing but Node, `jobs` loads TensorFlow, `components` shows the window's parts in a
 * browser and presses their keys, `system` starts whole processes, kills them, fills disks, or asks Keras, and is too
 * slow for the inner loop. A job's test takes a process of its own, because TensorFlow reads its thread settings once,
 * when it is loaded.
 */
const SYSTEM = 'src/**/*.system.test.ts';
const COMPONENT = 'src/renderer/**/*.component.svelte.test.ts';

/** The system's, or the one that Playwright has installed. */
const chromium = process.env['NEUROLOOM_E2E_CHROMIUM'] ?? '/usr/bin/chromium';

export default defineConfig({
  plugins: [svelte()],
  resolve: { conditions: ['browser', 'module', 'import', 'default'] },
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['src/main/jobs/**', SYSTEM, COMPONENT],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'jobs',
          include: ['src/main/jobs/**/*.test.ts'],
          exclude: [SYSTEM],
          isolate: true,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        // Found before the first test: a library that is found during one would be loaded beside its older self.
        optimizeDeps: { entries: ['src/renderer/**/*.{ts,svelte}'] },
        test: {
          name: 'components',
          include: [COMPONENT],
          testTimeout: 30_000,
          browser: {
            enabled: true,
            headless: true,
            provider: playwright({
              launchOptions: { ...(existsSync(chromium) && { executablePath: chromium }) },
            }),
            instances: [{ browser: 'chromium' }],
            viewport: { width: 1280, height: 800 },
            screenshotFailures: false,
          },
        },
      },
      {
        extends: true,
        test: { name: 'system', include: [SYSTEM], testTimeout: 120_000, hookTimeout: 120_000 },
      },
    ],
  },
});
