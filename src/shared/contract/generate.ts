/** What a trained network can be asked to make, and what comes of it. */
import { z } from 'zod';

/** Tokens that are written where nobody says how many. */
export const USUAL_LENGTH = 200;
/** Samples in a grid where nobody says how many. */
export const USUAL_SAMPLES = 64;

export const generateRequestSchema = z.strictObject({
  /** The text to continue, or the sequence to turn into another. */
  prompt: z.string().max(100_000).optional(),
  /** Rows of the data set to turn into other sequences, in place of a prompt. */
  rows: z.array(z.number().int().min(0)).max(1000).optional(),
  /** Tokens to write. */
  length: z.number().int().min(1).max(10_000).optional(),
  /** 0 takes the likeliest token always; 1 draws by the network's own probabilities. */
  temperature: z.number().min(0).max(100).optional(),
  /** Draws among the likeliest so many tokens. */
  topK: z.number().int().min(1).optional(),
  /** Draws among the likeliest tokens that have this probability together. */
  topP: z.number().gt(0).max(1).optional(),
  /** The same seed makes the same. Absent: 0, and the plane of a two-number middle in place of noise. */
  seed: z.number().int().min(0).max(0xffffffff).optional(),
  /** Sequences followed side by side; 1 takes the likeliest token always. */
  beam: z.number().int().min(1).max(64).optional(),
  /** The logarithm of a sequence's probability is divided by its length to this power. */
  lengthPower: z.number().min(0).max(4).optional(),
  /** How many samples noise is made into; where there are classes, of each. */
  samples: z.number().int().min(1).max(400).optional(),
});
export type GenerateRequest = z.infer<typeof generateRequestSchema>;

/** One sequence that a source was turned into. */
export interface Answer {
  readonly text: string;
  /** Logarithm of its probability, divided by its length to the asked power. */
  readonly score: number;
  /** It came to its end by itself, not by the network's length. */
  readonly ended: boolean;
}

export type Generated =
  | {
      readonly form: 'text';
      /** What it goes on from, as the network read it. */
      readonly prompt: string;
      readonly text: string;
      readonly tokens: number;
      readonly seed: number;
      /** Pieces of the prompt that the vocabulary does not know. */
      readonly unknown: readonly string[];
      readonly ended: 'end' | 'length' | 'cancelled';
    }
  | {
      readonly form: 'answers';
      readonly unknown: readonly string[];
      readonly sources: readonly {
        readonly source: string;
        /** What the data set says; null for a prompt. */
        readonly target: string | null;
        /** The best first. */
        readonly answers: readonly Answer[];
      }[];
    }
  /** One picture of all samples in a grid, as PNG. */
  | {
      readonly form: 'pictures';
      readonly seed: number;
      readonly samples: number;
      readonly columns: number;
      readonly width: number;
      readonly height: number;
      /** The class of each row of the grid; null where samples are of none. */
      readonly classes: readonly string[] | null;
    }
  /** Pictures of the data set over what an autoencoder gives back of them, line by line, as PNG. */
  | {
      readonly form: 'reconstructions';
      readonly samples: number;
      readonly columns: number;
      readonly width: number;
      readonly height: number;
    }
  | {
      readonly form: 'numbers';
      readonly seed: number;
      readonly names: readonly string[];
      readonly rows: readonly (readonly (number | string)[])[];
    };

/** Whether its bytes are a PNG. */
export const isPicture = (made: Generated): made is Extract<Generated, { width: number }> => 'width' in made;
