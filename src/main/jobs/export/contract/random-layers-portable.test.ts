import { portableRuntime } from './contract.fixture.ts';
import { testRandomLayers } from './random-layers.fixture.ts';

testRandomLayers(portableRuntime);
