import { nativeRuntime } from './contract.fixture.ts';
import { testRandomLayers } from './random-layers.fixture.ts';

testRandomLayers(nativeRuntime);
