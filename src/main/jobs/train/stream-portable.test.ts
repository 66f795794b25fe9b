/** The portable backend trains on data that stays in its files as on data in memory. */
import { streamsTheSame } from './stream.fixture.ts';

streamsTheSame('portable', 1);
