import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/**
 * Three projects: `unit` needs nothing but Node, `jobs` loads TensorFlow, `system` starts whole
 * processes, kills them, fills disks, or asks Keras, and is too slow for the inner loop. A job's test takes a process of
 * its own, because TensorFlow reads its thread settings once, when it is loaded.
 */
const SYSTEM = 'src/**/*.system.test.ts';

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
          exclude: ['src/main/jobs/**', SYSTEM],
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
        test: { name: 'system', include: [SYSTEM], testTimeout: 120_000, hookTimeout: 120_000 },
      },
    ],
  },
});
