import { rereads } from './rereading.fixture.ts';

rereads('portable');
