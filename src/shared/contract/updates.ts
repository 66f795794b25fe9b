/** What is asked of the place where releases are listed, and what comes of it. Nothing is fetched but the answer. */
import { z } from 'zod';

/** What of GitHub's answer is read; the rest of it is let be. */
export const releaseSchema = z.object({
  tag_name: z.string().max(100),
  html_url: z.url({ protocol: /^https$/ }).max(500),
});

export interface Updates {
  readonly current: string;
  readonly newest: string;
  readonly newer: boolean;
  /** Where the newest release says what is new. */
  readonly notes: string;
}

/** Why nothing came of it. */
export const UPDATES_FAILED = ['offline', 'slow', 'busy', 'none', 'wrong'] as const;
export type UpdatesFailed = (typeof UPDATES_FAILED)[number];
